import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectionBounds } from '../../src/open-files.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway } from '../support/gateway-process.js';
import { until } from '../support/until.js';

const OPEN_FILES = 600;
const MAX = 450;
const PROBE = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';

describe('How many connections there may be', () => {
  it.each([
    [null, 20_000, 10_000],
    [1_048_576, 20_000, 10_000],
    [20_000, 18_976, 10_000],
    [OPEN_FILES, MAX, 281],
    [100, 36, 22],
  ])('of %s open files: %s, and %s subscriptions', (openFiles, maxConnections, maxSubscribers) => {
    const bounds = connectionBounds(10_000, openFiles);
    expect(bounds).toMatchObject({ maxConnections, maxSubscribers });
    expect(bounds.problem === null).toBe(maxSubscribers === 10_000);
  });
});

describe('A gateway that may open few files', () => {
  let compiled: CompiledGateway;
  let upstream: FakeUpstream;
  beforeAll(async () => {
    compiled = await CompiledGateway.build();
    upstream = await FakeUpstream.start();
  }, 120_000);
  afterAll(async () => {
    await compiled.remove();
    await upstream.close();
  });
  const env = () => ({
    ...process.env,
    PORT: '0',
    NODE_ENV: 'production',
    VLENS_API_URL: upstream.url,
    VLENS_API_KEY: 'k',
  });
  const limited = (...args: string[]) => [
    '-c',
    `ulimit -n ${OPEN_FILES}; exec "$@"`,
    'sh',
    process.execPath,
    compiled.entry,
    ...args,
  ];

  it('says so where its settings are checked', () => {
    const { stdout } = spawnSync('sh', limited('--check-config'), { encoding: 'utf8', env: env() });
    expect(stdout).toContain('Warning: The limit of 600 open files allows 450 connections');
  });

  it('answers everybody, though one address opens more connections than that and keeps them', async () => {
    const gateway = spawn('sh', limited(), { env: env(), stdio: ['ignore', 'pipe', 'ignore'] });
    const sockets: Socket[] = [];
    let printed = '';
    gateway.stdout.on('data', (text) => {
      printed += String(text);
    });
    try {
      await until(() => printed.includes('"listening"'));
      expect(printed).toContain(`"maxConnections":${MAX}`);
      const port = Number(/"url":"[^"]*:(\d+)"/.exec(printed)?.[1]);
      const ask = async (localAddress: string) => {
        const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {});
        sockets.push(socket);
        socket.write(PROBE);
        const [answer] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
        return String(answer);
      };
      for (let number = 0; number < OPEN_FILES + 100; number += 1)
        expect(await ask('127.0.0.1')).toContain('200 OK');
      expect(await ask('127.0.0.2')).toContain('200 OK');
    } finally {
      for (const socket of sockets) socket.destroy();
      gateway.kill('SIGKILL');
    }
  }, 120_000);
});
