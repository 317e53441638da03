import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway } from '../support/gateway-process.js';
import { until } from '../support/until.js';

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

const settings = () => ({ VLENS_API_URL: upstream.url, VLENS_API_KEY: 'test-api-key' });
const ask = (url: string, name: string) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `query ${name} { __typename }` }),
  });

describe('The log in production', () => {
  it('is written soon, without anything more being logged', async () => {
    const gateway = await compiled.start(settings());
    await ask(gateway.url, 'Alone');
    await until(() => gateway.printed().includes('"Alone"'));
    await gateway.stop('SIGTERM');
  });

  it('is whole at the end, each line of it', async () => {
    const gateway = await compiled.start(settings());
    const names = Array.from({ length: 200 }, (_, number) => `Asked${number}`);
    await Promise.all(names.map((name) => ask(gateway.url, name)));
    expect((await gateway.stop('SIGTERM')).code).toBe(0);
    const lines = gateway.printed().trim().split('\n');
    const logged = lines.map((line) => JSON.parse(line).operation).filter(Boolean);
    expect(logged.sort()).toEqual(names.sort());
  });

  it('holds nothing up where its reader has gone', async () => {
    const preload = `process.on('SIGUSR2', () => Promise.reject(new Error('unforeseen')));`;
    const gateway = await compiled.start(settings(), preload);
    gateway.leaveLog();
    for (const name of ['First', 'Second']) {
      gateway.signal('SIGUSR2');
      expect((await ask(gateway.url, name)).status).toBe(200);
    }
    expect((await gateway.stop('SIGTERM')).code).toBe(0);
  });

  it('has an error at once, with what came before it', async () => {
    const preload = `process.on('SIGUSR2', () => {
      Promise.reject(new Error('unforeseen'));
      setImmediate(() => process.kill(process.pid, 'SIGKILL'));
    });`;
    const gateway = await compiled.start(settings(), preload);
    await ask(gateway.url, 'Before');
    gateway.signal('SIGUSR2');
    await gateway.ended;
    expect(gateway.printed()).toMatch(/"Before"[\s\S]*"unhandled rejection"/);
  });
});

describe('The log in development', () => {
  it('does not keep the gateway from ending where its reader has gone', async () => {
    const development = { NODE_ENV: 'development', EXPLORERS: 'false' };
    // Two lines are logged as it ends: one is being written, and one waits. The gateway does not know yet that nobody reads them.
    const preload = `import { writeSync } from 'node:fs';
      process.on('SIGUSR2', () => {
        const isOpen = () => {
          try {
            return writeSync(1, '\\n') > 0;
          } catch (error) {
            return error.code !== 'EPIPE';
          }
        };
        while (isOpen());
        for (const what of ['first', 'second']) process.emit('unhandledRejection', new Error(what));
        process.exit(0);
      });`;
    const gateway = await compiled.start({ ...settings(), ...development }, preload, 'src');
    gateway.leaveLog();
    gateway.signal('SIGUSR2');
    await gateway.ended;
  });
});
