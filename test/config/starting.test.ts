import { spawnSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { openDatabase } from '../../sandbox/src/store/database.js';
import { ConfigError } from '../../src/config/config-error.js';
import { prepareStart } from '../../src/prepare-start.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway } from '../support/gateway-process.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { until } from '../support/until.js';

const folder = mkdtempSync(join(tmpdir(), 'starting-'));
let compiled: CompiledGateway;
let upstream: FakeUpstream;
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await compiled.remove();
  await upstream.close();
});

const file = (text: string) => {
  const path = join(folder, 'gateway.env');
  writeFileSync(path, text);
  return path;
};

const linkTo = (path: string) => {
  const link = join(folder, 'link');
  if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(path, link);
  return link;
};

const sandbox = (SANDBOX_DATABASE_URL: string) => ({
  NODE_ENV: '',
  // Its page is not among what was built for this test.
  EXPLORERS: 'false',
  VLENS_API_URL: '',
  VLENS_API_KEY: '',
  SANDBOX_PORT: '0',
  SANDBOX_DATABASE_URL,
});

/** Runs the gateway's process to its end. */
const run = (env: Record<string, string>, ...args: string[]) => runOf(compiled.entry, env, ...args);

function runOf(entry: string, env: Record<string, string>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], {
    encoding: 'utf8',
    env: { PORT: '0', NODE_ENV: 'production', VLENS_API_URL: upstream.url, VLENS_API_KEY: 'k', ...env },
    timeout: 120_000,
  });
  return { status, stdout, stderr };
}

/** A sentence of what is read before anything is opened: the start and --check-config read it by this one call. */
function refusal(env: Record<string, string>): string {
  const given = {
    PORT: '0',
    NODE_ENV: 'production',
    VLENS_API_URL: upstream.url,
    VLENS_API_KEY: 'k',
    ...env,
  };
  try {
    prepareStart(given, folder);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('It would start.');
}

describe('What the gateway would not start with', () => {
  it.each<[string, () => Record<string, string>, RegExp]>([
    ['a Vlens over plain http', () => ({ VLENS_API_URL: 'http://vlens.example' }), /^VLENS_API_URL is plain/],
    ['a weak secret', () => ({ WEBHOOK_SECRET: 'changeme' }), /^WEBHOOK_SECRET can be guessed/],
    [
      'everybody as a proxy',
      () => ({ TRUST_PROXY: '0.0.0.0/0', PUBLIC_URL: 'https://g' }),
      /trusts everybody/,
    ],
    ['a proxy and no PUBLIC_URL', () => ({ TRUST_PROXY: '1' }), /^PUBLIC_URL is missing/],
    ['a plain-http origin', () => ({ CORS_ORIGINS: 'http://app.example' }), /^CORS_ORIGINS holds a plain/],
    ['a misspelt name', () => ({ VLENS_APIKEY: 'k' }), /did you mean VLENS_API_KEY\?/],
    ['a manifest that can’t be read', () => ({ TRUSTED_DOCUMENTS: '/none' }), /^TRUSTED_DOCUMENTS is no/],
    ['a file that can’t be read', () => ({ CONFIG_FILE: '/none' }), /^CONFIG_FILE names a file/],
    ['a setting that is wrong', () => ({ PORT: 'many' }), /^PORT is not a port/],
  ])('%s is refused before anything is opened', (_, env, sentence) => {
    expect(refusal(env())).toMatch(sentence);
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a junk line, read before anything is opened,',
      () => ({ CONFIG_FILE: file('LOG_LEVEL warn\n') }),
      /^Line 1 of CONFIG_FILE/,
    ],
    ['an address of another machine', () => ({ HOST: '192.0.2.1' }), /^HOST is not an address of this/],
    [
      'a STATE_FOLDER that is a file',
      () => ({ STATE_FOLDER: file('') }),
      /^STATE_FOLDER can’t be used: .*ENOTDIR/,
    ],
    [
      'a STATE_FOLDER whose name is too long',
      () => ({ STATE_FOLDER: `${folder}/${'a'.repeat(300)}` }),
      /^STATE_FOLDER can’t be used: .*ENAMETOOLONG/,
    ],
    [
      'a STATE_FOLDER that is a link to what is not there, a disk that is not mounted say,',
      () => ({ STATE_FOLDER: linkTo('/none/state') }),
      /^STATE_FOLDER can’t be used: .*ENOENT/,
    ],
    [
      'a sandbox’s database that is none',
      () => sandbox(`file:${file('no SQLite')}`),
      /^The sandbox’s database/,
    ],
    [
      'a PostgreSQL that is away',
      () => sandbox('postgres://127.0.0.1:1/none'),
      /^PostgreSQL at 127.0.0.1, port 1/,
    ],
  ])('%s is refused by --check-config in the same words', (_, env, sentence) => {
    const checked = run(env(), '--check-config');
    expect(checked).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(run(env())).toEqual(checked);
  });
});

describe('An installation that is not whole', () => {
  /** The bundle alone, as somebody may copy it. */
  const copiedWithout = (missing: RegExp) => {
    const alone = join(folder, 'alone');
    rmSync(alone, { recursive: true, force: true });
    cpSync(dirname(compiled.entry), alone, {
      recursive: true,
      filter: (path) => !missing.test(path) && !path.endsWith('.map'),
    });
    writeFileSync(
      join(folder, 'package.json'),
      '{ "type": "module", "imports": { "#explorer/*": "./none/*" } }',
    );
    return join(alone, 'main.js');
  };

  it.each<[string, RegExp, Record<string, string>]>([
    ['a library with a binary', /classic-level/, { STATE_FOLDER: join(folder, 'not-whole') }],
    ['the explorer’s page', /classic-level/, { EXPLORERS: 'true', STATE_FOLDER: 'memory:' }],
    // Node looks for those before it runs anything.
    ['a library that is needed at once', /node_modules\/graphql$/, { STATE_FOLDER: 'memory:' }],
    ['a file of the bundle', /\/rolldown-runtime-.*\.js$/, { STATE_FOLDER: 'memory:' }],
  ])('without %s ends with a sentence, and so does its --check-config', (_what, missing, env) => {
    const entry = copiedWithout(missing);
    const start = runOf(entry, env);
    expect(start).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^A part of the gateway’s installation is missing, .*\.\n$/),
    });
    expect(runOf(entry, env, '--check-config')).toEqual(start);
  });

  it('in which it can’t make a folder says which, and why', () => {
    const whole = join(folder, 'whole');
    cpSync(dirname(compiled.entry), join(whole, 'dist/gateway'), { recursive: true });
    // A checkout, where the pages are built, and their folder is a file.
    mkdirSync(join(whole, 'scripts'));
    writeFileSync(join(whole, 'scripts/build-if-needed.mjs'), '');
    writeFileSync(join(whole, 'dist/web'), '');
    const env = { NODE_ENV: '', EXPLORERS: 'false', STATE_FOLDER: 'memory:' };
    expect(runOf(join(whole, 'dist/gateway/main.js'), env)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^The gateway can’t use .*dist\/web\/assets \(ENOTDIR\); see .*\.\n$/),
    });
  });

  it('of which it may not open enough files says so', () => {
    const command = `ulimit -n 24; exec '${process.execPath}' '${compiled.entry}'`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: {} });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^This process may not open as many files .*\.\n$/),
    ]);
  });
});

describe('A sandbox whose database fails once it is open', () => {
  it.each([
    ['while it is filled', 'tenant'],
    ['while the gateway is subscribed', 'webhook_subscription'],
  ])('%s ends the start with a sentence', async (_when, table) => {
    const path = join(folder, `${table}.db`);
    const database = await openDatabase(`file:${path}`, () => {});
    await sql
      .raw(`create trigger refused before insert on ${table} begin select raise(abort, 'MARKED'); end`)
      .execute(database);
    await database.destroy();
    const { status, stderr } = run(sandbox(`file:${path}`));
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^The sandbox’s database .*\.\n$/)]);
    expect(stderr).not.toContain('MARKED');
  });
});

describe('The command line', () => {
  it('--check-config prints what is set, without secrets, and ends with 0', () => {
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=MARKED', UPSTREAM_HTTP: 'undici' };
    const { status, stdout, stderr } = run(headers, '--check-config');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('OTEL_EXPORTER_OTLP_HEADERS=(set)');
    expect(stdout).toContain('UPSTREAM_HTTP_CLIENT=undici');
    expect(stdout).toContain('UPSTREAM_HTTP is now UPSTREAM_HTTP_CLIENT');
    expect(stdout).not.toContain('MARKED');
  });

  it('--check-config without `--` before it, which npm takes for an option of its own, checks too', () => {
    const asked = run({ npm_config_check_config: 'true' });
    expect(asked).toEqual(run({}, '--check-config'));
    expect(asked.stdout).toContain('VLENS_API_URL=');
  });

  it('--check-config says nothing of a port that the running gateway has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(run({ PORT: `${port}` }, '--check-config').status).toBe(0);
    expect(run({ PORT: `${port}` })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('is taken'),
    });
    other.close();
  });

  it('--check-config makes nothing that was not there', () => {
    const before = readdirSync(folder);
    expect(run({ STATE_FOLDER: join(folder, 'state/of/ours') }, '--check-config').status).toBe(0);
    expect(run(sandbox(`file:${folder}/new/sandbox.db`), '--check-config').status).toBe(0);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('--help lists the settings, --version the version, and nothing else is known', () => {
    expect(run({}, '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('VLENS_API_URL ('),
    });
    expect(run({}, '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(run({}, '--verbose')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--check-config'),
    });
  });
});

describe('SIGHUP', () => {
  it('ends no start that will read its file again on it', async () => {
    // As soon as its first listener is there.
    const preload = `process.on('newListener', (name) => {
      if (name === 'uncaughtException') setImmediate(() => process.kill(process.pid, 'SIGHUP'));
    });`;
    const CONFIG_FILE = file('LOG_LEVEL=info\n');
    const env = { VLENS_API_URL: upstream.url, VLENS_API_KEY: 'k', CONFIG_FILE };
    const gateway = await compiled.start(env, preload);
    expect(await gateway.stop('SIGTERM')).toEqual({ code: 0 });
  });
});

describe('A signal while it starts', () => {
  // Of a process that has no listener for it the signal would be the end; as process 1 of a container it would be lost.
  const SIGNALLED = `
    let listeners = 0;
    process.on('newListener', (name) => {
      if (name !== 'SIGNAL') return;
      listeners += 1;
      if (listeners === Number(process.env.AT)) AT_ONCE ? process.emit('SIGNAL') : setImmediate(() => process.kill(process.pid, 'SIGNAL'));
    });`;
  it.each([
    ['SIGTERM ends it before it listens', '1', 'false', []],
    ['SIGINT ends it before it listens', '1', 'false', []],
    [
      'SIGTERM is kept until it can end in good order, once it listens',
      '2',
      'true',
      ['listening', 'stopped'],
    ],
  ])('%s', (what, AT, atOnce, said) => {
    const preload = join(folder, 'signalled.cjs');
    const [signal = ''] = what.split(' ');
    writeFileSync(preload, SIGNALLED.replaceAll('SIGNAL', signal).replace('AT_ONCE', atOnce));
    const { status, stdout } = run({ AT, NODE_OPTIONS: `--require=${preload}` });
    expect(status).toBe(0);
    expect(stdout.match(/(?<="msg":")(?:listening|stopped)(?=")/g) ?? []).toEqual(said);
  });
});

describeWithRedis('--check-config before a Redis', () => {
  const STATE_SECRET = 'a secret of at least 32 characters';
  const check = (REDIS_URL: string) => run({ REDIS_URL, STATE_SECRET }, '--check-config');

  it('that is away warns, as the start does', async () => {
    expect(check('redis://127.0.0.1:1')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Warning: REDIS_URL: down: ECONNREFUSED\./),
    });
    expect(check('redis+sentinel://127.0.0.1:1/main')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Warning: REDIS_URL: down: SENTINEL;/),
    });
  });

  it('that it may not use, or that forgets, says no and what to mend', async () => {
    const redis = await RedisProcess.start();
    expect(check(redis.url)).toMatchObject({ status: 0, stdout: expect.not.stringContaining('Warning') });
    await redis.refuseWrites('READONLY');
    expect(check(redis.url)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^REDIS_URL: down: READONLY; point/),
    });
    const admin = new Redis(redis.url);
    await admin.config('SET', 'requirepass', 'right');
    admin.disconnect();
    const wrong = check(redis.url.replace('//', '//:MARKED@'));
    expect(wrong.stderr).toMatch(/^REDIS_URL: down: WRONGPASS; mend [^:]*\.\n$/);
    await redis.kill();
  });
});

describe('What nobody catches', () => {
  const mark =
    "Object.assign(new Error('MARKED'), { code: 'E_OURS', command: { name: 'AUTH', args: ['MARKED'] } })";
  it.each([
    [
      'while it runs',
      `process.on('newListener', (name) => name === 'SIGTERM' && setImmediate(() => { throw ${mark}; }));`,
    ],
    [
      'while it starts',
      `process.on('newListener', (name) => name === 'unhandledRejection' && (() => { throw ${mark}; })());`,
    ],
  ])('ends it, and says where it was thrown without what it says, %s', (_, code) => {
    const preload = join(folder, 'preload.mjs');
    writeFileSync(preload, code);
    const { status, stdout, stderr } = run({ NODE_OPTIONS: `--import ${preload}`, STATE_FOLDER: 'memory:' });
    expect([status, stdout + stderr]).toEqual([1, expect.not.stringContaining('MARKED')]);
    expect(JSON.parse(stderr)).toMatchObject({
      level: 60,
      msg: 'uncaught exception',
      error: {
        type: 'Error',
        code: 'E_OURS',
        frames: expect.arrayContaining([expect.stringContaining('preload.mjs')]),
      },
    });
  });
});

describe('What an operator reads in the log', () => {
  const lines = (printed: string) =>
    printed
      .split('\n')
      .flatMap((line): Record<string, unknown>[] => (line.startsWith('{') ? [JSON.parse(line)] : []));

  it('is which gateway this is, under which earlier names it was set, and that Vlens is away', async () => {
    const gateway = await compiled.start({
      VLENS_API_URL: 'http://127.0.0.1:9',
      VLENS_API_KEY: 'MARKED',
      FAILED_TRIES_PER_ADDRESS: '0',
      UPSTREAM_BREAKER_FAILURES: '1',
    });
    const query = JSON.stringify({ query: '{ productTypes { id } }' });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer MARKED' };
    await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: query });
    await until(() => gateway.printed().includes('breaker opened'));
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    await gateway.stop('SIGTERM');
    const log = lines(gateway.printed());
    expect(log).toContainEqual(
      expect.objectContaining({ level: 40, msg: expect.stringContaining('MAX_FAILED_ATTEMPTS_PER_IP') }),
    );
    expect(log).toContainEqual(
      expect.objectContaining({
        msg: 'listening',
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        mode: 'production',
        node: process.version,
        upstream: 'http://127.0.0.1:9',
        redis: null,
      }),
    );
    expect(log).toContainEqual(expect.objectContaining({ level: 50, code: 'ECONNREFUSED' }));
    expect(log).toContainEqual(
      expect.objectContaining({ level: 50, msg: expect.stringContaining('breaker opened') }),
    );
    expect(log).toContainEqual(expect.objectContaining({ level: 40, msg: 'stopping: new work is refused' }));
    expect(log).toContainEqual(expect.objectContaining({ level: 40, msg: 'stopped' }));
    expect(gateway.printed()).not.toContain('MARKED');
    expect(metrics).toMatch(/^vlens_build_info\{version="\d+\.\d+\.\d+",node="v\d+/m);
    expect(metrics).toContain('vlens_upstream_up 0');
    expect(metrics).toContain('vlens_requests_in_flight 0');
    expect(metrics).toContain('vlens_requests_under_way 0');
  });
});
