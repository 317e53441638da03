import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NpmStart } from '../support/npm-start.js';
import { ROOT } from '../support/root.js';

interface Result {
  title: string;
  rows: Record<string, { note?: string | null; failure?: string }>;
}

interface Reference {
  ADAPTERS: string[];
  ROUTERS: string[];
  clientsReference(results: Result[], routers: Result[]): string;
}

const FOLDER = join(ROOT, 'test/clients');
const missing = ['test/clients', 'test/clients/routers', 'deploy/router'].filter(
  (folder) => !existsSync(join(ROOT, folder, 'node_modules')),
);
const { ADAPTERS, ROUTERS, clientsReference }: Reference = await import(join(FOLDER, 'reference.mjs'));
const describeWithClients =
  missing.length === 0
    ? describe
    : (title: string, tests: () => void) => {
        const commands = missing.map((folder) => `npm --prefix ${folder} ci`).join(' && ');
        describe.skip(`${title} (left out: they are not installed; ${commands})`, tests);
      };
const hasHoudini =
  existsSync(join(FOLDER, 'houdini/node_modules')) &&
  (Boolean(process.env.NEWER_NODE) || isBuiltin('node:sqlite'));
/** Its binary is for Linux on x64 alone, and no other machine installs it. */
const hasGrafbase = existsSync(join(FOLDER, 'routers/node_modules/@grafbase'));
const absent = [
  !hasHoudini &&
    'npm --prefix test/clients/houdini install; its compiler needs Node 22.13 or newer, or one in NEWER_NODE',
  !hasGrafbase && 'Grafbase is for Linux on x64',
].filter(Boolean);
const itWithAll =
  absent.length === 0
    ? it
    : (title: string, test: () => void) => it.skip(`${title} (left out: ${absent.join('; ')})`, test);
const [results, routerResults]: [Result[], Result[]] = [[], []];

let alone: NpmStart;
let subgraph: NpmStart;

beforeAll(async () => {
  if (missing.length > 0) return;
  // Whatever has to be built first, the first of them builds.
  alone = await NpmStart.ready({});
  subgraph = await NpmStart.ready({ FEDERATION: 'true' });
}, 120_000);
afterAll(() => Promise.all([alone?.stop(), subgraph?.stop()]));

describeWithClients('A real client or router, as it comes out of the box', () => {
  it.each(ADAPTERS.filter((adapter) => adapter !== 'houdini' || hasHoudini))(
    'goes through the whole story: %s',
    async (adapter) => {
      results.push(await story('run.mjs', adapter, alone));
      expect(failuresOf(results)).toEqual([]);
    },
    300_000,
  );

  it.each(ROUTERS.filter((adapter) => adapter !== 'grafbase' || hasGrafbase))(
    'goes through the whole story as a router: %s',
    async (adapter) => {
      routerResults.push(await story('routers/run.mjs', adapter, subgraph));
      expect(failuresOf(routerResults)).toEqual([]);
    },
    300_000,
  );

  itWithAll('does what the reference says', () => {
    expect(clientsReference(results, routerResults)).toBe(
      readFileSync(join(ROOT, 'docs/reference/clients.md'), 'utf8'),
    );
  });
});

async function story(run: string, adapter: string, { url, sandboxUrl }: NpmStart): Promise<Result> {
  await control(sandboxUrl, 'reset');
  await control(sandboxUrl, 'clock', { reset: true });
  const env = { ...process.env, GATEWAY_URL: url, SANDBOX_URL: sandboxUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [join(FOLDER, run), adapter], { env });
  return JSON.parse(stdout);
}

async function control(sandboxUrl: string, path: string, body: object = {}) {
  const headers = { 'content-type': 'application/json' };
  const sent = { method: 'POST', headers, body: JSON.stringify(body) };
  expect((await fetch(`${sandboxUrl}/sandbox/${path}`, sent)).ok).toBe(true);
}

/** Of the last of them, which has a row for each part of the story. */
function failuresOf(stories: Result[]) {
  const rows = Object.entries(stories.at(-1)?.rows ?? {});
  expect(rows.length).toBeGreaterThan(1);
  return rows.filter(([, { failure }]) => failure);
}
