import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { isTypeSystemDefinitionNode, isTypeSystemExtensionNode, parse } from 'graphql';
import { fetchWatch } from '../../client/src/index.js';
import { type Answerer, runExample } from '../examples/run-example.js';
import type { TestSandbox } from '../sandbox/support/sandbox.js';
import type { TestServer } from '../support/server.js';
import { type Block, blocksOf, isPrintedAnswer } from './blocks.js';

/** It may have to build the gateway first. */
const MAX_START_MS = 200_000;
const TUTORIAL = 'docs/tutorial/first-signature.md';
const AHMED = '+201000000001';
/** Only found by running the page: what an earlier block kept. */
type Kept = Record<string, string>;

/** Somebody who reads a page with the gateway running, and does everything that it says. */
export class Reader {
  private readonly kept: Kept = {};
  private readonly folder: string;
  /** To the last operation. */
  private newest: { data?: unknown } = {};

  constructor(
    private readonly gateway: TestServer,
    private readonly sandbox: TestSandbox,
    /** What the page takes for given, e.g. an ApiKey. */
    private readonly given: Record<string, string>,
  ) {
    this.folder = checkout();
  }

  /** Logs in and asks for a car loan, as far as a page needs it. */
  async has(names: string[]): Promise<void> {
    if (names.length === 0) return;
    const [logIn, create] = blocksOf(TUTORIAL).filter(({ text }) => /^mutation (LogIn|Create) /.test(text));
    if (logIn && names.includes('TOKEN')) await this.does(logIn);
    if (create && names.includes('REQUEST')) await this.does(create);
  }

  async does(block: Block): Promise<void> {
    if (isPrintedAnswer(block)) {
      if (!isAsPrinted(this.newest, JSON.parse(block.text)))
        throw new Error(`It is answered ${JSON.stringify(this.newest)}.`);
      return;
    }
    const answer = await this.answerTo(block);
    const { expected, keep = {} } = block.run;
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    if (expected !== undefined && !text.includes(expected))
      throw new Error(`The answer does not hold ${expected}:\n${text}`);
    const data = typeof answer === 'string' && Object.keys(keep).length > 0 ? JSON.parse(answer) : answer;
    for (const [name, path] of Object.entries(keep)) this.kept[name] = valueAt(data, path);
  }

  leave(): void {
    rmSync(this.folder, { recursive: true });
  }

  private answerTo(block: Block): Promise<unknown> {
    const text = this.withOwnAddresses(block.text);
    switch (block.language) {
      case 'graphql':
        return this.asks(text, block);
      case 'js':
        return this.runs(['node', this.fileOf(text)], block);
      default:
        return block.run.serves === undefined
          ? this.runs(['bash', '--norc', '-euo', 'pipefail', '-c', text], block)
          : this.serves(text, block.run.serves);
    }
  }

  private async asks(document: string, { run }: Block): Promise<unknown> {
    const parsed = parse(document);
    const isSchema = parsed.definitions.every(
      (each) => isTypeSystemDefinitionNode(each) || isTypeSystemExtensionNode(each),
    );
    if (isSchema) return {};
    const token = run.anonymous ? undefined : this.kept.TOKEN;
    const variables = this.filledIn(run.variables ?? {});
    if (/^subscription\b/m.test(document)) {
      const watch = fetchWatch({ url: `${this.gateway.url}/graphql`, token });
      const left = new AbortController();
      for await (const data of watch(parsed, variables, left.signal)) {
        left.abort();
        return data;
      }
    }
    const { body, extensions } = await this.gateway.query(document, variables, { token });
    const codes = (body.errors ?? []).map(({ extensions }) => extensions.code);
    if (codes.join() !== (run.error ?? '')) throw new Error(`It answers ${JSON.stringify(body.errors)}.`);
    this.newest = body;
    if (run.costs !== undefined) valueIs(extensions, 'upstream.calls', String(run.costs));
    return run.error === undefined ? body.data : body;
  }

  private async runs(command: string[], { run }: Block): Promise<string> {
    const answerers = Object.entries(run.asks ?? {}).map(
      ([when, what]): Answerer => ({ when, answer: () => this.answers(what) }),
    );
    const { code, output } = await runExample(command, this.environment(), answerers, this.folder);
    if (code !== (run.ends ?? 0)) throw new Error(`It ends with ${code}:\n${output}`);
    return output;
  }

  private async answers(what: 'sms' | 'payment'): Promise<string> {
    if (what === 'sms') return (await this.sandbox.newestSms(AHMED)).code;
    const { body } = await this.sandbox.control('GET', 'requests');
    await this.sandbox.control('POST', `requests/${body.requests[0].id}/pay`, {});
    return '';
  }

  /** On ports of its own, so that nobody's gateway is in the way; ended as Ctrl-C would. */
  private serves(text: string, says: string): Promise<string> {
    const env = { ...this.environment(), PORT: '0', SANDBOX_PORT: '0', SANDBOX_DATABASE_URL: 'memory:' };
    const running = spawn('bash', ['--norc', '-c', text], { env, cwd: this.folder, detached: true });
    let output = '';
    const end = (signal: 'SIGINT' | 'SIGKILL') => running.pid && process.kill(-running.pid, signal);
    const tooLate = setTimeout(() => end('SIGKILL'), MAX_START_MS);
    return new Promise((resolve, reject) => {
      let isUp = false;
      const hear = (piece: Buffer) => {
        output += piece;
        if (isUp || !output.includes(says)) return;
        isUp = true;
        end('SIGINT');
      };
      running.stdout.on('data', hear);
      running.stderr.on('data', hear);
      running.on('error', reject);
      running.on('close', () => {
        clearTimeout(tooLate);
        if (isUp) resolve(output);
        else reject(new Error(`It never says ${says}:\n${output}`));
      });
    });
  }

  private environment(): Record<string, string> {
    const path = [join(this.folder, '.bin'), process.env.PATH].join(delimiter);
    const ports = { PORT: new URL(this.gateway.url).port, SANDBOX_PORT: new URL(this.sandbox.url).port };
    return { ...ports, ...this.given, ...this.kept, PATH: path, NODE_OPTIONS: '' };
  }

  private withOwnAddresses(text: string): string {
    return text
      .replaceAll('http://localhost:4000', this.gateway.url)
      .replaceAll('localhost:4000', new URL(this.gateway.url).host)
      .replaceAll('localhost:4001', new URL(this.sandbox.url).host)
      .replaceAll('https://api.vlenseg.com', this.sandbox.url);
  }

  private filledIn(variables: Record<string, unknown>): Record<string, unknown> {
    const text = JSON.stringify(variables).replace(/"\$(\w+)"/g, (_all, name) =>
      JSON.stringify(this.kept[name] ?? ''),
    );
    return JSON.parse(text);
  }

  private fileOf(text: string): string {
    const file = join(this.folder, 'block.mjs');
    writeFileSync(file, text);
    return file;
  }
}

/** A folder that looks like the checkout, in which what a page writes is nobody's loss. */
function checkout(): string {
  mkdirSync('.data', { recursive: true });
  const folder = mkdtempSync(resolve('.data', 'reader-'));
  const own = new Set(['.data', '.git']);
  for (const name of readdirSync('.')) if (!own.has(name)) symlinkSync(resolve(name), join(folder, name));
  mkdirSync(join(folder, '.bin'));
  // What is installed is what this runs on: `npm ci` would take it away from under everybody.
  const npm = execFileSync('bash', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  writeFileSync(join(folder, '.bin', 'npm'), `#!/bin/sh\n[ "$1" = ci ] || exec ${npm} "$@"\n`, {
    mode: 0o755,
  });
  return folder;
}

/** A text that is printed with … at its end only begins so; `extensions` are left out. */
function isAsPrinted(came: unknown, printed: unknown): boolean {
  if (typeof printed === 'string' && printed.endsWith('…'))
    return typeof came === 'string' && came.startsWith(printed.slice(0, -1));
  if (typeof printed !== 'object' || printed === null) return came === printed;
  if (typeof came !== 'object' || came === null) return false;
  const names = Object.keys(came).filter((name) => name !== 'extensions');
  return (
    names.toSorted().join() === Object.keys(printed).toSorted().join() &&
    names.every((name) => isAsPrinted(Reflect.get(came, name), Reflect.get(printed, name)))
  );
}

function valueAt(data: unknown, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      data,
    );
  if (value === undefined || value === null)
    throw new Error(`There is no ${path} in ${JSON.stringify(data)}.`);
  return String(value);
}

function valueIs(data: unknown, path: string, expected: string): void {
  const value = valueAt(data, path);
  if (value !== expected) throw new Error(`${path} is ${value}, and not ${expected}.`);
}
