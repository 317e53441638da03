import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import type { Environment } from '../../src/config/environment.js';
import { SETTINGS } from '../../src/config/settings.js';

const SAFE = {
  NODE_ENV: 'production',
  VLENS_API_URL: 'https://api.vlenseg.com',
  VLENS_API_KEY: 'tenant-key',
};
const RANDOM = 'q8Zk3vX1mN5tR7wB2cD9';

const refusal = (env: Environment) => {
  try {
    readConfig({ ...SAFE, ...env });
  } catch (error) {
    return (error as Error).message;
  }
  return null;
};

describe('In production', () => {
  it.each<[string, Environment, RegExp]>([
    ['a Vlens over plain http', { VLENS_API_URL: 'http://api.vlenseg.com' }, /^VLENS_API_URL is plain http/],
    ['a Vlens at a private address', { VLENS_API_URL: 'http://10.0.0.5' }, /^VLENS_API_URL is plain http/],
    ['a short secret', { WEBHOOK_SECRET: 'q8Zk3vX1mN5tR7w' }, /^WEBHOOK_SECRET can be guessed/],
    ['a secret of few characters', { WEBHOOK_SECRET: 'abcabcabcabcabcabcabc' }, /^WEBHOOK_SECRET can be/],
    [
      'a word that is repeated',
      { STATE_SECRET: 'changeme-changeme-changeme-changeme' },
      /^STATE_SECRET can be/,
    ],
    ['a weak one of two secrets', { WEBHOOK_SECRET: `${RANDOM},changeme` }, /^WEBHOOK_SECRET can be guessed/],
    ...(['WEBHOOK_SECRET', 'WEBHOOK_PATH_SECRET', 'STATE_SECRET'] as const).map(
      (name): [string, Environment, RegExp] => [
        `the ${name} of the reference`,
        { [name]: SETTINGS[name].example },
        new RegExp(`^${name} can be guessed`),
      ],
    ),
    [
      'one of two secrets from the reference',
      { WEBHOOK_SECRET: `${RANDOM},${SETTINGS.WEBHOOK_SECRET.example}` },
      /^WEBHOOK_SECRET can be guessed/,
    ],
    [
      'a state secret of one letter',
      { STATE_SECRET: 's'.repeat(32) },
      /^STATE_SECRET can be guessed; write a long random one/,
    ],
    ...['a'.repeat(25), SETTINGS.VLENS_TOKEN_KEY.example].map((key, n): [string, Environment, RegExp] => [
      `a key of tokens that anybody can sign with (${n})`,
      { VLENS_TOKEN_KEY: key },
      /^VLENS_TOKEN_KEY can be guessed; anybody could sign tokens/,
    ]),
    [
      'two ways to verify tokens, of which one would do nothing',
      { VLENS_TOKEN_KEY: RANDOM, VLENS_TOKEN_JWKS_FILE: '/etc/vlens/jwks.json' },
      /^VLENS_TOKEN_KEY and VLENS_TOKEN_JWKS_FILE are both set/,
    ],
    [
      'every proxy trusted',
      { TRUST_PROXY: '0.0.0.0/0', PUBLIC_URL: 'https://g.example' },
      /trusts everybody/,
    ],
    ['every proxy trusted over IPv6', { TRUST_PROXY: '::/0', PUBLIC_URL: 'https://g.example' }, /everybody/],
    [
      'both halves trusted',
      { TRUST_PROXY: '0.0.0.0/1,128.0.0.0/1', PUBLIC_URL: 'https://g.example' },
      /every/,
    ],
    [
      'every proxy trusted in IPv6’s spelling',
      { TRUST_PROXY: '10.0.0.0/8,::ffff:0:0/96', PUBLIC_URL: 'https://g.example' },
      /everybody/,
    ],
    [
      'every proxy trusted, block by block',
      {
        TRUST_PROXY: Array.from({ length: 256 }, (_, at) => `${at}.0.0.0/8`).join(),
        PUBLIC_URL: 'https://g.example',
      },
      /^TRUST_PROXY trusts everybody/,
    ],
    [
      'a quarter of the IPv4 addresses, in both notations and overlapping blocks',
      {
        TRUST_PROXY: Array.from({ length: 64 }, (_, at) =>
          at % 2 === 0 ? `${at}.0.0.0/8,${at}.1.0.0/16` : `::ffff:${at}.0.0.0/104`,
        ).join(),
        PUBLIC_URL: 'https://g.example',
      },
      /^TRUST_PROXY trusts everybody/,
    ],
    [
      'a quarter of the public IPv6 addresses',
      {
        TRUST_PROXY: Array.from({ length: 2048 }, (_, at) => `${(0x2000 + at).toString(16)}::/16`).join(),
        PUBLIC_URL: 'https://g.example',
      },
      /^TRUST_PROXY trusts everybody/,
    ],
    [
      'every IPv4 proxy trusted by a range of IPv6 that holds them all',
      { TRUST_PROXY: '::1/64', PUBLIC_URL: 'https://g.example' },
      /^TRUST_PROXY trusts everybody/,
    ],
    ['99 proxies', { TRUST_PROXY: '99', PUBLIC_URL: 'https://g.example' }, /^TRUST_PROXY trusts everybody/],
    ['a proxy without the public address', { TRUST_PROXY: '1' }, /^PUBLIC_URL is missing; with TRUST_PROXY/],
    [
      'certificates that nobody checks',
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      /^NODE_TLS_REJECT_UNAUTHORIZED=0 turns the check of certificates off/,
    ],
    ['headers that Node prints', { NODE_DEBUG: 'net,http' }, /^NODE_DEBUG has Node print the headers/],
    ['all that Node prints', { NODE_DEBUG: '*' }, /^NODE_DEBUG has Node print/],
    ['addresses of calls that undici prints', { NODE_DEBUG: 'undici' }, /^NODE_DEBUG has Node print/],
    [
      'the options of connections that Node prints',
      { NODE_DEBUG: 'timers,net' },
      /^NODE_DEBUG has Node print/,
    ],
    ['what streams carry', { NODE_DEBUG: 'stream' }, /^NODE_DEBUG has Node print/],
    ['what begins as ioredis does', { DEBUG: 'i*' }, /^DEBUG has ioredis print its commands/],
    ['commands that ioredis prints', { DEBUG: 'ioredis:redis' }, /^DEBUG has ioredis print its commands/],
    ['all that libraries print', { DEBUG: 'app:*, *' }, /^DEBUG has ioredis print/],
    ['keys of connections in a file', { NODE_OPTIONS: '--tls-keylog=/k' }, /^NODE_OPTIONS has --tls-keylog/],
    [
      'a parser of HTTP that takes anything',
      { NODE_OPTIONS: '--max-old-space-size=384 --insecure-http-parser' },
      /^NODE_OPTIONS has --insecure-http-parser/,
    ],
    [
      'an option with underscores, which Node takes for the same',
      { NODE_OPTIONS: '--insecure_http_parser --tls_keylog=/k' },
      /^NODE_OPTIONS has --tls-keylog.*\nNODE_OPTIONS has --insecure-http-parser/,
    ],
    [
      'an option in quotes, which Node takes out',
      { NODE_OPTIONS: '--inspect="0.0.0.0:9229" --tls-"keylog"=/k' },
      /^NODE_OPTIONS has --tls-keylog.*\nNODE_OPTIONS has --inspect/,
    ],
    [
      'reports with all of the environment',
      { NODE_OPTIONS: '--report-on-fatalerror' },
      /^NODE_OPTIONS has --report-/,
    ],
    [
      'the memory in a file',
      { NODE_OPTIONS: '--heapsnapshot-near-heap-limit=1' },
      /^NODE_OPTIONS has --heapsnapshot-/,
    ],
    ['a debugger for a network', { NODE_OPTIONS: '--inspect=10.0.0.5:9229' }, /^NODE_OPTIONS has --inspect/],
    ['a debugger for all of IPv6', { NODE_OPTIONS: '--inspect=:::9229' }, /^NODE_OPTIONS has --inspect/],
    ['a debugger for all', { NODE_OPTIONS: '--inspect=0.0.0.0' }, /^NODE_OPTIONS has --inspect for every/],
    [
      'a debugger for all, at a port',
      { NODE_OPTIONS: '--inspect-brk=[::]:9' },
      /^NODE_OPTIONS has --inspect/,
    ],
    [
      'a key of the collector over plain http',
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x',
      },
      /^OTEL_EXPORTER_OTLP_ENDPOINT is plain http; OTEL_EXPORTER_OTLP_HEADERS would/,
    ],
    [
      'such a key under the name that is for traces alone, which the exporter reads itself',
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer%20x',
      },
      /^OTEL_EXPORTER_OTLP_ENDPOINT is plain http; OTEL_EXPORTER_OTLP_TRACES_HEADERS would/,
    ],
    ['a public address over plain http', { PUBLIC_URL: 'http://g.example' }, /^PUBLIC_URL is plain http/],
    [
      'a plain-http origin',
      { CORS_ORIGINS: 'https://a.example,http://b.example' },
      /^CORS_ORIGINS holds a plain/,
    ],
    [
      'a plain-http host app',
      { SIGNING_PAGE_ORIGINS: 'http://a.example' },
      /^SIGNING_PAGE_ORIGINS holds a plain/,
    ],
    ['a misspelt setting', { TRUST_PROXI: '1' }, /^TRUST_PROXI is no .* did you mean TRUST_PROXY\?/],
    [
      'a setting that only we could have',
      { VLENS_KEY: 'x' },
      /^VLENS_KEY is no .* did you mean VLENS_API_KEY\?/,
    ],
    ['letters that changed places', { WEBHOOK_SERCET: RANDOM }, /did you mean WEBHOOK_SECRET\?/],
    ['a setting in lower case', { log_level: 'warn' }, /did you mean LOG_LEVEL\?/],
  ])('%s is refused with a sentence that never says the value', (_, env, sentence) => {
    const message = refusal(env);
    expect(message).toMatch(sentence);
    for (const value of Object.values(env)) {
      if (value && value.length > 6) expect(message).not.toContain(value);
    }
  });

  it.each<[string, Environment]>([
    ['a Vlens over loopback', { VLENS_API_URL: 'http://127.0.0.1:4001' }],
    ['a Vlens over loopback by name', { VLENS_API_URL: 'http://localhost:4001' }],
    ['a Vlens over loopback by IPv6', { VLENS_API_URL: 'http://[::1]:4001' }],
    ['random secrets', { WEBHOOK_SECRET: `${RANDOM},${RANDOM}2`, STATE_SECRET: `${RANDOM}${RANDOM}` }],
    ['a proxy with the public address', { TRUST_PROXY: '1', PUBLIC_URL: 'https://g.example' }],
    [
      'proxies of a private network',
      { TRUST_PROXY: '10.0.0.0/8,fd00::/16,::ffff:10.0.0.0/104', PUBLIC_URL: 'https://g.example' },
    ],
    [
      'many proxies of a CDN, and the private networks block by block',
      {
        TRUST_PROXY: [
          ...Array.from({ length: 200 }, (_, at) => `${20 + at}.16.0.0/12,2a${(at % 90) + 10}:4700::/32`),
          ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '203.0.113.9', '2001:db8::1'],
          ...Array.from({ length: 256 }, (_, at) => `fd${at.toString(16).padStart(2, '0')}::/16`),
        ].join(),
        PUBLIC_URL: 'https://g.example',
      },
    ],
    [
      'a collector over plain http, without headers',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' },
    ],
    [
      'what makes other programs and libraries print',
      {
        DEBUG: 'app:*,-ioredis:*',
        NODE_DEBUG: 'timers,tls',
        NODE_OPTIONS: '--max-old-space-size=384 --inspect=127.0.0.1:9 --report-directory=/r',
      },
    ],
    ['a debugger at a port of this machine', { NODE_OPTIONS: '--inspect=9229 --inspect-publish-uid=http' }],
    ['a debugger at IPv6 of this machine', { NODE_OPTIONS: '--inspect=[::1]:9229' }],
    ['an origin of this machine', { CORS_ORIGINS: 'http://localhost:3000' }],
    ['names of the last release', { UPSTREAM_HTTP: 'undici', FAILED_TRIES_PER_ADDRESS: '0' }],
    [
      'what Kubernetes writes of services',
      {
        VLENS_GATEWAY_PORT: 'tcp://10.0.0.1:80',
        VLENS_GATEWAY_SERVICE_HOST: '10.0.0.1',
        VLENS_GATEWAY_SERVICE_PORT_HTTP: '80',
        VLENS_GATEWAY_PORT_80_TCP_ADDR: '10.0.0.1',
      },
    ],
    ['names of other programs', { HOME: '/root', PATH: '/bin', HOSTNAME: 'x', OTEL_TRACES_SAMPLER: 'x' }],
    [
      'a name that is near to one that is given',
      { REDIS_URI: 'x', REDIS_URL: 'redis://r', STATE_SECRET: RANDOM + RANDOM },
    ],
  ])('%s is accepted', (_, env) => {
    expect(refusal(env)).toBeNull();
  });

  it('all that is unsafe is told at once', () => {
    const message = refusal({ VLENS_API_URL: 'http://vlens', CORS_ORIGINS: 'http://a', WEBHOOK_SECRET: 'x' });
    expect(message?.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'VLENS_API_URL',
      'CORS_ORIGINS',
      'WEBHOOK_SECRET',
    ]);
  });

  it('only: to try it out, all of this is allowed', () => {
    const unsafe = {
      VLENS_API_URL: 'http://vlens',
      WEBHOOK_SECRET: 'x',
      TRUST_PROXY: '0.0.0.0/0',
      VLENS_KEY: 'x',
    };
    expect(refusal({ ...unsafe, NODE_ENV: 'development' })).toBeNull();
  });
});
