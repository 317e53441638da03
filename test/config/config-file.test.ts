import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { readSettings } from '../../sandbox/src/settings.js';
import { settingsIn } from '../../sandbox/src/settings-file.js';
import { describeGiven } from '../../src/config/check-config.js';
import { readConfig } from '../../src/config/config.js';
import { readGiven } from '../../src/config/config-file.js';
import type { Environment } from '../../src/config/environment.js';
import { reloading, reloadWithFile } from '../../src/config/reload.js';
import { SETTINGS } from '../../src/config/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'config-file-'));
const CONFIG_FILE = join(folder, 'gateway.env');
afterAll(() => rmSync(folder, { recursive: true }));

const write = (...lines: string[]) => writeFileSync(CONFIG_FILE, `${lines.join('\n')}\n`);
const read = (env: Environment = {}) => readConfig(readGiven({ ...env, CONFIG_FILE }).env);

describe('settings from a file', () => {
  it('are read as those of the environment are', () => {
    write('# The tenant’s gateway', 'PORT=8080', 'PUBLIC_URL="https://gateway.example.com"');
    expect(read()).toMatchObject({ port: 8080, publicUrl: 'https://gateway.example.com' });
  });

  it('stand behind those of the environment, of which an empty one says nothing', () => {
    write('PORT=8080', 'LOG_LEVEL=warn');
    expect(read({ PORT: '9090', LOG_LEVEL: '' })).toMatchObject({ port: 9090, logLevel: 'warn' });
  });

  it('that the environment sets to something else are named, without a value', () => {
    write('PORT=8080', 'LOG_LEVEL=warn', 'UPSTREAM_HTTP_CLIENT=undici', 'HOST=');
    const env = { CONFIG_FILE, PORT: '9090', LOG_LEVEL: '', UPSTREAM_HTTP_CLIENT: 'undici', HOST: '0.0.0.0' };
    expect(readGiven(env).overridden).toEqual(['PORT']);
  });

  it('are refused by name where there is no such setting, and never by value', () => {
    write('VLENS_API_KYE=the-secret', 'PORT=8080');
    expect(() => read()).toThrow(
      'CONFIG_FILE holds VLENS_API_KYE, which is no setting of the gateway; did you mean VLENS_API_KEY?',
    );
    expect(() => read()).not.toThrow('the-secret');
  });

  it.each(['c2VjcmV0TUFSS0VE', 'MARKEDSECRETABCDEFGH234567', 'host_of_MARKED_secret'])(
    'are refused by their line where what stands for a name may be a secret that ends with =: %s',
    (secret) => {
      write('HOST=127.0.0.1', 'STATE_SECRET=', `${secret}=`);
      expect(() => read()).toThrow('Line 3 of CONFIG_FILE sets what is no setting of the gateway');
      expect(() => read()).not.toThrow(secret);
    },
  );

  it.each(['ANOTHER_PROGRAM_S_SETTING', 'log_levl', 'Hots'])(
    'are refused by name where it is like one: %s',
    (name) => {
      write(`${name}=1`);
      expect(() => read()).toThrow(`CONFIG_FILE holds ${name}, which is no setting`);
    },
  );

  it.each([
    ['JUNK', /Line 2 of CONFIG_FILE is not NAME=value/],
    ['PORT: 8080', /Line 2 .* is not NAME=value/],
    ['LOG_LEVEL warn', /Line 2 .* is not NAME=value/],
    ['=warn', /Line 2 /],
    ['LOG_LEVEL="warn" loud', /Line 2 /],
    ['OTEL_SERVICE_NAME="a" MARKED\nVLENS_API_KEY="b"', /Line 2 /],
    ["WEBHOOK_SECRET='MARKED' 'MARKED'", /Line 2 /],
    ['VLENS_API_KEY=MARKED#MARKED', /Line 2 .* quotes/],
    ['HOST=::1', /sets HOST again/],
    ['CONFIG_FILE=other.env', /names another file/],
  ])('are refused with the line that is none: %s', (line, sentence) => {
    write('HOST=127.0.0.1', line, 'PORT=8080');
    expect(() => read()).toThrow(sentence);
    expect(() => read()).not.toThrow('MARKED');
  });

  it('may be exported, quoted, commented, indented, and written on Windows', () => {
    write(
      '\uFEFF# A comment\r',
      '',
      '  # another',
      "export HOST='::1' # here",
      'OTEL_SERVICE_NAME="a # b"',
      'PORT=80 #x',
    );
    expect(read()).toMatchObject({ host: '::1', port: 80 });
    expect(readGiven({ CONFIG_FILE }).env.OTEL_SERVICE_NAME).toBe('a # b');
  });

  it('work under their names of the last release, behind the environment', () => {
    write('MAX_REQUESTS_UNDER_WAY=5', 'UPSTREAM_HTTP=undici');
    expect(read()).toMatchObject({ traffic: { maxRequests: 5 }, upstreamHttpClient: 'undici' });
    expect(read({ UPSTREAM_HTTP: 'node-fetch' }).upstreamHttpClient).toBe('node-fetch');
    expect(readGiven({ CONFIG_FILE }).renamed).toEqual([
      { earlier: 'MAX_REQUESTS_UNDER_WAY', name: 'MAX_IN_FLIGHT_REQUESTS' },
      { earlier: 'UPSTREAM_HTTP', name: 'UPSTREAM_HTTP_CLIENT' },
    ]);
  });

  it('are each found where lines end as on an old Mac', () => {
    write('STATE_SECRET=thirty-two-characters-or-more-of-it\rPORT=8080');
    expect(read()).toMatchObject({ port: 8080, stateSecret: 'thirty-two-characters-or-more-of-it' });
  });

  it('hold nobody up where the file is another one, of very many lines: a log', () => {
    const before = process.cpuUsage();
    write('# 1\n'.repeat(400_000), 'PORT=8080');
    expect(read()).toMatchObject({ port: 8080 });
    write('ANOTHER_PROGRAM_S_SETTING=1\n'.repeat(400_000));
    expect(() => read()).toThrow(/^(CONFIG_FILE holds ANOTHER_PROGRAM_S_SETTING.*\n?){20}$/);
    // Of the one before the other, as long as the file is: minutes.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });

  it('are asked for where the file can’t be read', () => {
    expect(() => readGiven({ CONFIG_FILE: join(folder, 'none') })).toThrow('CONFIG_FILE names a file');
  });

  it('are not waited for where it is a pipe that nobody writes to', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => readGiven({ CONFIG_FILE: pipe })).toThrow('CONFIG_FILE names a file');
  });

  it.each(['"', "'", '`'])('may have a value of many megabytes in %s', (quote) => {
    const value = 'v'.repeat(10_000_000);
    write(`STATE_SECRET=${quote}${value}${quote}`, 'PORT=8080');
    expect(read()).toMatchObject({ port: 8080, stateSecret: value });
  });
});

describe('--check-config', () => {
  it('says what is set and where, without its secrets', () => {
    write('VLENS_API_KEY=the-secret', 'REDIS_URL=redis://:pass@localhost');
    const given = readGiven({
      CONFIG_FILE,
      VLENS_API_URL: 'https://vlens.example.com',
      STATE_SECRET: 'x'.repeat(32),
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20the-secret',
    });
    const text = describeGiven(given, []);
    expect(text.split('\n')).toEqual([
      'The settings are valid.',
      `  CONFIG_FILE=${CONFIG_FILE}  (environment)`,
      '  OTEL_EXPORTER_OTLP_HEADERS=(set)  (environment)',
      '  REDIS_URL=(set)  (CONFIG_FILE)',
      '  STATE_SECRET=(set)  (environment)',
      '  VLENS_API_KEY=(set)  (CONFIG_FILE)',
      '  VLENS_API_URL=https://vlens.example.com  (environment)',
      '',
    ]);
  });
});

describe('a changed file', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) });
  beforeEach(() => {
    lines.length = 0;
    logger.level = 'info';
    write('MAX_IN_FLIGHT_REQUESTS=100', 'CACHE_MAX_AGE_MS=1000');
  });

  const running = () => {
    const config = read();
    const refreshed: object[] = [];
    const vlens = { refresh: ({ freshness }: { freshness: object }) => refreshed.push(freshness) };
    return { config, refreshed, reload: reloading({ CONFIG_FILE }, { config, logger, vlens }) };
  };

  it('takes effect at once where that is safe, and names what waits for the next start', () => {
    const { config, refreshed, reload } = running();
    write('MAX_IN_FLIGHT_REQUESTS=200', 'CACHE_MAX_AGE_MS=500', 'PORT=9090', 'LOG_LEVEL=debug');
    reload();
    expect(config).toMatchObject({ traffic: { maxRequests: 200 }, port: 4000 });
    expect(refreshed).toMatchObject([{ requestsMaxAgeMs: 500 }]);
    expect(logger.level).toBe('debug');
    expect(lines).toMatchObject([
      { settings: ['CACHE_MAX_AGE_MS', 'LOG_LEVEL', 'MAX_IN_FLIGHT_REQUESTS'] },
      { settings: ['PORT'], msg: 'these settings take effect at the next start: PORT' },
    ]);
    reload();
    expect(lines).toHaveLength(2);
  });

  it('takes effect where it changed while the gateway started', () => {
    const config = read();
    const given = readGiven({ CONFIG_FILE });
    write('MAX_IN_FLIGHT_REQUESTS=200', 'CACHE_MAX_AGE_MS=1000');
    const stop = reloadWithFile({ CONFIG_FILE }, given, { config, logger, vlens: { refresh() {} } });
    stop();
    expect(config.traffic.maxRequests).toBe(200);
    expect(lines).toMatchObject([{ settings: ['MAX_IN_FLIGHT_REQUESTS'] }]);
  });

  it('says once of what the environment sets, too, that it does nothing', () => {
    const env = { CONFIG_FILE, LOG_LEVEL: 'info' };
    const reload = reloading(env, { config: read(env), logger, vlens: { refresh() {} } });
    write('MAX_IN_FLIGHT_REQUESTS=100', 'CACHE_MAX_AGE_MS=1000', 'LOG_LEVEL=debug');
    reload();
    reload();
    expect(logger.level).toBe('info');
    expect(lines).toMatchObject([
      { level: 40, msg: expect.stringMatching(/^LOG_LEVEL of CONFIG_FILE does nothing/) },
    ]);
    expect(lines).toHaveLength(1);
  });

  it('changes nothing where it is wrong', () => {
    const { config, reload } = running();
    write('MAX_IN_FLIGHT_REQUESTS=200', 'LOG_LEVEL=loud');
    reload();
    expect([config.traffic.maxRequests, logger.level]).toEqual([100, 'info']);
    expect(lines).toMatchObject([{ error: expect.stringContaining('LOG_LEVEL is not a level') }]);
  });

  it('ends nothing, whatever goes wrong with it', () => {
    const config = read();
    const refresh = () => {
      throw new RangeError('MARKED');
    };
    const reload = reloading({ CONFIG_FILE }, { config, logger, vlens: { refresh } });
    write('MAX_IN_FLIGHT_REQUESTS=200');
    reload();
    expect(lines).toMatchObject([{ level: 50, error: 'it can’t be read.' }]);
  });
});

describe('The sandbox, which may be given the same file', () => {
  const names = new Set(Object.keys(SETTINGS));
  /** What is read, or why it is not. */
  const outcomeOf = (readFile: () => Environment) => {
    try {
      return Object.entries(readFile()).filter(([name, value]) => value?.trim() && name !== 'CONFIG_FILE');
    } catch (error) {
      return error instanceof Error ? error.message : error;
    }
  };

  it.each([
    ['JUNK', 'SANDBOX_PORT=4002'],
    ['SANDBOX_PORT 4002', 'HOST=127.0.0.1'],
    ['SANDBOX_DATABASE_URL=postgres://vlens:p#ss@db/vlens', 'HOST=127.0.0.1'],
    ['SANDBOX_DATABASE_URL="postgres://vlens:p#ss@db/vlens" # ours', 'HOST=127.0.0.1'],
    ['SANDBOX_DATABASE_URL=postgres://vlens:pass@db/vlens # ours', 'HOST='],
    ['SANDBOX_DATABASE_URL="memory:" and more', 'SANDBOX_PORT="4002'],
    ["export HOST='::1'", '  SANDBOX_PORT=4002\r', '# a comment', ''],
    ['\uFEFFSANDBOX_PORT=4002\rHOST=::1'],
    ['SANDBOX_PORT=4002', 'SANDBOX_PORT=4003'],
    ['OTEL_SERVICE_NAME=`a\nb`', 'SANDBOX_PORT=4002'],
  ])('reads %s … as the gateway does', (...lines) => {
    write(...lines);
    expect(outcomeOf(() => settingsIn(CONFIG_FILE, names))).toEqual(
      outcomeOf(() => readGiven({ CONFIG_FILE }).env),
    );
  });

  it('leaves alone what is the gateway’s, and says what it can’t read', () => {
    write('LOG_LEVEL=warn', 'SANDBOX_PORT=4002');
    expect(readSettings({ CONFIG_FILE })).toMatchObject({ port: 4002 });
    write('SANDBOX_PORT 4002', 'SANDBOX_DATABASE_URL=memory:');
    expect(() => readSettings({ CONFIG_FILE })).toThrow(/^Line 1 of CONFIG_FILE is not NAME=value/);
    expect(() => readSettings({ CONFIG_FILE: join(folder, 'none') })).toThrow('CONFIG_FILE names a file');
  });
});
