import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { checkedSettings } from '../src/check-config.js';
import { type Environment, readConfig } from '../src/config.js';
import { withConfigFile } from '../src/config-file.js';
import { reloading } from '../src/reload.js';

const folder = mkdtempSync(join(tmpdir(), 'config-file-'));
const CONFIG_FILE = join(folder, 'gateway.env');
afterAll(() => rmSync(folder, { recursive: true }));

const write = (...lines: string[]) => writeFileSync(CONFIG_FILE, `${lines.join('\n')}\n`);
const read = (env: Environment = {}) => readConfig(withConfigFile({ ...env, CONFIG_FILE }));

describe('settings from a file', () => {
  it('are read as those of the environment are', () => {
    write('# The tenant’s gateway', 'PORT=8080', 'PUBLIC_URL="https://gateway.example.com"');
    expect(read()).toMatchObject({ port: 8080, publicUrl: 'https://gateway.example.com' });
  });

  it('stand behind those of the environment, of which an empty one says nothing', () => {
    write('PORT=8080', 'LOG_LEVEL=warn');
    expect(read({ PORT: '9090', LOG_LEVEL: '' })).toMatchObject({ port: 9090, logLevel: 'warn' });
  });

  it('are refused by name where there is no such setting, and never by value', () => {
    write('VLENS_API_KYE=the-secret', 'PORT=8080');
    expect(() => read()).toThrow('CONFIG_FILE holds VLENS_API_KYE, which is no setting of the gateway');
    expect(() => read()).not.toThrow('the-secret');
  });

  it('are asked for where the file can’t be read', () => {
    expect(() => withConfigFile({ CONFIG_FILE: join(folder, 'none') })).toThrow('CONFIG_FILE names a file');
  });
});

describe('--check-config', () => {
  it('says what is set and where, without its secrets', () => {
    write('VLENS_API_KEY=the-secret', 'REDIS_URL=redis://:pass@localhost');
    const text = checkedSettings({
      CONFIG_FILE,
      VLENS_API_URL: 'https://vlens.example.com',
      STATE_SECRET: 'x'.repeat(32),
    });
    expect(text.split('\n')).toEqual([
      'The settings are in order.',
      '  REDIS_URL=(set)  (CONFIG_FILE)',
      '  STATE_SECRET=(set)  (environment)',
      '  VLENS_API_KEY=(set)  (CONFIG_FILE)',
      '  VLENS_API_URL=https://vlens.example.com  (environment)',
      '',
    ]);
  });

  it('complains as the start would', () => {
    write('PORT=many');
    expect(() => checkedSettings({ CONFIG_FILE })).toThrow('PORT is not a port');
  });
});

describe('a changed file', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) });
  beforeEach(() => {
    lines.length = 0;
    logger.level = 'info';
    write('MAX_REQUESTS_UNDER_WAY=100', 'CACHE_MAX_AGE_MS=1000');
  });

  const running = () => {
    const config = read();
    const refreshed: object[] = [];
    const vlens = { refresh: ({ freshness }: { freshness: object }) => refreshed.push(freshness) };
    return { config, refreshed, reload: reloading({ CONFIG_FILE }, { config, logger, vlens }) };
  };

  it('takes effect at once where that is safe, and names what waits for the next start', () => {
    const { config, refreshed, reload } = running();
    write('MAX_REQUESTS_UNDER_WAY=200', 'CACHE_MAX_AGE_MS=500', 'PORT=9090', 'LOG_LEVEL=debug');
    reload();
    expect(config).toMatchObject({ traffic: { mostRequests: 200 }, port: 4000 });
    expect(refreshed).toMatchObject([{ requestsMaxAgeMs: 500 }]);
    expect(logger.level).toBe('debug');
    expect(lines).toMatchObject([
      { settings: ['CACHE_MAX_AGE_MS', 'LOG_LEVEL', 'MAX_REQUESTS_UNDER_WAY'] },
      { settings: ['PORT'], msg: 'these settings take effect at the next start' },
    ]);
    reload();
    expect(lines).toHaveLength(2);
  });

  it('changes nothing where it is wrong', () => {
    const { config, reload } = running();
    write('MAX_REQUESTS_UNDER_WAY=200', 'LOG_LEVEL=loud');
    reload();
    expect([config.traffic.mostRequests, logger.level]).toEqual([100, 'info']);
    expect(lines).toMatchObject([{ complaint: expect.stringContaining('LOG_LEVEL is not a level') }]);
  });
});
