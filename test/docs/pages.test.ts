import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { blocksOf, EXECUTED, givenOn, isPrintedAnswer } from './blocks.js';
import { Reader } from './reader.js';

const WEBHOOK_SECRET = 'the secret of a webhook in the docs';
/** The first command may have to build the gateway. */
const MAX_MS = 300_000;
/** Apart from what looks like a command: HTML is run in a browser (`test/web/`); no app is built here. */
const SHOWN = ['', 'conf', 'javascript', 'json', 'yaml', 'html', 'kotlin', 'swift'];
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'client/README.md',
  'examples/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((page) => page.endsWith('.md') && !page.startsWith('decisions'))
    .map((page) => `docs/${page}`),
];

let sandbox: TestSandbox;
let gateway: TestServer;

beforeAll(async () => {
  execFileSync('npm', ['run', '--silent', 'build:client']);
  sandbox = await TestSandbox.start();
  const env = { WEBHOOK_SECRET, TRUSTED_DOCUMENTS: 'client/src/generated/persisted-documents.json' };
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey, env });
  await sandbox.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: WEBHOOK_SECRET });
}, MAX_MS);
afterEach(async () => {
  await sandbox.control('POST', 'reset');
});
afterAll(async () => {
  await gateway?.close();
  await sandbox?.close();
});

describe('Anybody who does what a page says, finds it so:', () => {
  it.each(PAGES)(
    '%s',
    async (page) => {
      const given = {
        WEBHOOK_SECRET,
        VLENS_API_KEY: sandbox.apiKey,
        STATE_SECRET: 'a state secret that is only for tests',
      };
      const reader = new Reader(gateway, sandbox, given);
      try {
        await reader.has(givenOn(page));
        for (const block of blocksOf(page)) {
          if (!EXECUTED.includes(block.language) && !isPrintedAnswer(block)) continue;
          await reader.does(block).catch(({ message }: Error) => {
            throw new Error(`${page}:${block.line}: ${message}`);
          });
        }
      } finally {
        reader.leave();
      }
    },
    MAX_MS,
  );

  it('and nothing that looks like a command stands in a block that is not executed', () => {
    // test/clients/ writes the page of clients from the code that it runs.
    const pages = PAGES.filter((page) => page !== 'docs/reference/clients.md');
    const shown = pages.flatMap(blocksOf).filter(({ language }) => !EXECUTED.includes(language));
    const commands = shown.filter(
      ({ language, text }) =>
        !SHOWN.includes(language) || /^\s*(npm|npx|node|curl|query|mutation)\b/m.test(text),
    );
    expect(commands.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });

  it('and every link to another file, and to a heading of it, leads there', () => {
    const astray = [...PAGES, 'CHANGELOG.md'].flatMap((page) => {
      const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!\w+:)([^)#]*)(?:#([^)]*))?\)/g)];
      return links
        .map(([, file = '', heading]) => ({ target: file ? join(dirname(page), file) : page, heading }))
        .filter(({ target, heading }) => !leadsTo(target, heading))
        .map(({ target, heading }) => `${page}: ${target}${heading ? `#${heading}` : ''}`);
    });
    expect(astray).toEqual([]);
  });
});

function leadsTo(target: string, heading: string | undefined): boolean {
  if (!existsSync(target)) return false;
  if (heading === undefined || statSync(target).isDirectory()) return heading === undefined;
  const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].some(([, text = '']) => anchorOf(text) === heading);
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
