import ipaddr from 'ipaddr.js';
import { coveredPart, rangeOf } from './address-ranges.js';
import type { Environment } from './environment.js';
import { misspeltNames, misspeltSentence } from './names.js';
import { SETTINGS, type SettingName, type Settings, settingOf } from './settings.js';

/** Checks settings that are each valid, but not together or not in production. Returns one sentence for each problem. */
export function brokenRules(settings: Settings, env: Environment): string[] {
  const rules = settings.NODE_ENV === 'production' ? [...ALWAYS, ...IN_PRODUCTION] : ALWAYS;
  return rules.flatMap((rule) => rule(settings, env) ?? []);
}

/** Returns one sentence, several, or none (null). */
type Rule = (settings: Settings, env: Environment) => string | string[] | null;

/** The default in deploy/compose.yaml. It is documented there. */
const SANDBOX_API_KEY = 'sandbox-api-key';

const ALWAYS: Rule[] = [
  ({ PORT, SANDBOX_PORT, VLENS_API_URL }) =>
    !VLENS_API_URL && PORT === SANDBOX_PORT && PORT !== 0
      ? 'PORT and SANDBOX_PORT are the same; the gateway and its sandbox listen on one each: write another number in one of them.'
      : null,
  ({ VLENS_API_URL, VLENS_API_KEY }) =>
    VLENS_API_URL && !VLENS_API_KEY
      ? 'VLENS_API_KEY is missing; with VLENS_API_URL set, write the ApiKey of your tenant in VLENS_API_KEY.'
      : null,
  ({ VLENS_API_URL, VLENS_API_KEY }) =>
    VLENS_API_KEY === SANDBOX_API_KEY && VLENS_API_URL && isOfVlens(VLENS_API_URL)
      ? 'VLENS_API_KEY is the sandbox’s own, which Vlens does not know; with VLENS_API_URL set to Vlens, write the ApiKey of your tenant in VLENS_API_KEY.'
      : null,
  ({ VLENS_API_URL, WEBHOOK_SECRET }) =>
    !VLENS_API_URL && WEBHOOK_SECRET?.[0] !== undefined && !isTakenBySandbox(WEBHOOK_SECRET[0])
      ? `WEBHOOK_SECRET is none that the embedded sandbox signs with; write ${MIN_SECRET_LENGTH} to ${MAX_SANDBOX_SECRET_LENGTH} characters, or leave it out: the sandbox makes one up.`
      : null,
  ({ REDIS_URL, STATE_SECRET }) =>
    REDIS_URL && !STATE_SECRET
      ? 'STATE_SECRET is missing; with REDIS_URL set, write the same at least 32 random characters for each replica: ' +
        'what they share is encrypted with it.'
      : null,
  ({ REDIS_URL, REDIS_CA_FILE }) =>
    REDIS_URL && REDIS_CA_FILE && !REDIS_URL.startsWith('rediss')
      ? 'REDIS_CA_FILE does nothing: REDIS_URL is without TLS, and the password of Redis would cross the network in clear: write it ' +
        'with rediss, or leave REDIS_CA_FILE out.'
      : null,
  ({ REDIS_URL, MAX_REPLICAS, ...settings }) =>
    REDIS_URL &&
    [settings.UPSTREAM_RATE_PER_SECOND, settings.UPSTREAM_RATE_PER_MINUTE].some(
      (rate) => rate > 0 && rate < MAX_REPLICAS,
    )
      ? 'MAX_REPLICAS is above the calls of the quota; each replica needs one of its own while Redis is down: write ' +
        'MAX_REPLICAS no higher than UPSTREAM_RATE_PER_SECOND and UPSTREAM_RATE_PER_MINUTE.'
      : null,
  ({ VLENS_TOKEN_KEY, VLENS_TOKEN_JWKS_FILE }) =>
    VLENS_TOKEN_KEY && VLENS_TOKEN_JWKS_FILE
      ? 'VLENS_TOKEN_KEY and VLENS_TOKEN_JWKS_FILE are both set; tokens are verified with one of them: leave the other out.'
      : null,
  ({ TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY }) =>
    TRUSTED_DOCUMENTS_ONLY && !TRUSTED_DOCUMENTS
      ? 'TRUSTED_DOCUMENTS is missing; with TRUSTED_DOCUMENTS_ONLY=true, write the path of the manifest in it.'
      : null,
];

const IN_PRODUCTION: Rule[] = [
  ({ VLENS_API_URL }) =>
    VLENS_API_URL
      ? null
      : 'VLENS_API_URL is missing; in production no sandbox takes the place of Vlens: ' +
        'write e.g. VLENS_API_URL=https://api.vlenseg.com with its VLENS_API_KEY, ' +
        'or leave NODE_ENV=production away to try the gateway out.',
  ({ VLENS_API_URL }) =>
    VLENS_API_URL && isPlainHttp(VLENS_API_URL)
      ? 'VLENS_API_URL is plain http; the ApiKey and tokens would cross the network in clear: write it with https://.'
      : null,
  ({ PUBLIC_URL }) =>
    PUBLIC_URL && isPlainHttp(PUBLIC_URL)
      ? 'PUBLIC_URL is plain http; contracts would be fetched in clear: write it with https://.'
      : null,
  (settings) =>
    (['CORS_ORIGINS', 'SIGNING_PAGE_ORIGINS'] as const)
      .filter((name) => settings[name].some((origin) => typeof origin === 'string' && isPlainHttp(origin)))
      .map(
        (name) =>
          `${name} holds a plain-http origin; anybody on the way could change its pages: write origins with https://.`,
      ),
  ({ TRUST_PROXY }) =>
    trustsEverybody(TRUST_PROXY)
      ? 'TRUST_PROXY trusts everybody, or a large part of all addresses; clients there could choose their own address: write the number of proxies before ' +
        'the gateway, or their addresses.'
      : null,
  ({ TRUST_PROXY, PUBLIC_URL }) =>
    TRUST_PROXY !== false && !PUBLIC_URL
      ? 'PUBLIC_URL is missing; with TRUST_PROXY set, links to contracts would be made of whatever Host the proxy ' +
        'passes on: write how clients reach the gateway, e.g. PUBLIC_URL=https://gateway.example.com.'
      : null,
  (settings) =>
    (Object.keys(SETTINGS) as SettingName[])
      .filter((name) => settingOf(name).isChosenSecret)
      .filter((name) =>
        [settings[name]]
          .flat()
          .some((secret) => typeof secret === 'string' && (isWeak(secret) || isExample(name, secret))),
      )
      .map(
        (name) =>
          `${name} can be guessed; write a long random one, e.g. that of \`openssl rand -base64 32\`.`,
      ),
  ({ VLENS_TOKEN_KEY }) =>
    VLENS_TOKEN_KEY && isKnownTokenKey(VLENS_TOKEN_KEY)
      ? 'VLENS_TOKEN_KEY can be guessed; anybody could sign tokens for it: write the key that Vlens signs its tokens with.'
      : null,
  (_settings, env) =>
    env.NODE_TLS_REJECT_UNAUTHORIZED === '0'
      ? 'NODE_TLS_REJECT_UNAUTHORIZED=0 turns the check of certificates off; the ApiKey and tokens would go to any server that answers: ' +
        'leave it out, and name the authority of an own certificate in NODE_EXTRA_CA_CERTS.'
      : null,
  (_settings, env) =>
    NOT_IN_PRODUCTION.filter(({ name, isUnsafe }) => isUnsafe(env[name] ?? '')).map(
      ({ name, does }) => `${name} ${does}: leave it out.`,
    ),
  ({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS }, env) => {
    if (!OTEL_EXPORTER_OTLP_ENDPOINT || !isPlainHttp(OTEL_EXPORTER_OTLP_ENDPOINT)) return null;
    const names = [
      ...(Object.keys(OTEL_EXPORTER_OTLP_HEADERS).length > 0 ? ['OTEL_EXPORTER_OTLP_HEADERS'] : []),
      // The exporter reads this variable itself.
      ...(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS?.trim() ? ['OTEL_EXPORTER_OTLP_TRACES_HEADERS'] : []),
    ];
    return names.map(
      (name) =>
        `OTEL_EXPORTER_OTLP_ENDPOINT is plain http; ${name} would cross the network in clear: write it with https://.`,
    );
  },
  (_settings, env) => misspeltNames(env).map(misspeltSentence),
];

/** Debugging options of Node and ioredis. They are meant for a developer's own machine. */
const NOT_IN_PRODUCTION: { name: string; isUnsafe: (value: string) => boolean; does: string }[] = [
  {
    name: 'NODE_DEBUG',
    isUnsafe: (value) => /http|undici|fetch|net|stream|\*/i.test(value),
    does: 'has Node print the headers, addresses or content of calls, with the ApiKey, tokens or what opens a contract',
  },
  {
    name: 'DEBUG',
    isUnsafe: (value) => value.split(/[\s,]+/).some(isOfIoredis),
    does: 'has ioredis print its commands, with the password of Redis',
  },
  {
    name: 'NODE_OPTIONS',
    isUnsafe: (value) => /--tls-keylog\b/.test(asNodeReads(value)),
    does: 'has --tls-keylog, which writes down what decrypts all connections',
  },
  {
    name: 'NODE_OPTIONS',
    isUnsafe: (value) =>
      /--report-(?:on-|uncaught-)/.test(asNodeReads(value)) && !value.includes('--report-exclude-env'),
    does: 'has --report-… without --report-exclude-env, which writes all of the environment into a file, with the ApiKey and every secret',
  },
  {
    name: 'NODE_OPTIONS',
    isUnsafe: (value) => /--heapsnapshot-/.test(asNodeReads(value)),
    does: 'has --heapsnapshot-…, which writes the memory into a file, with secrets and customers’ data',
  },
  {
    name: 'NODE_OPTIONS',
    isUnsafe: (value) => /--insecure-http-parser\b/.test(asNodeReads(value)),
    does: 'has --insecure-http-parser, by which a request may be read as several',
  },
  {
    name: 'NODE_OPTIONS',
    isUnsafe: (value) =>
      [...asNodeReads(value).matchAll(INSPECTED)].some(([, host = '']) => !isLoopback(host)),
    does: 'has --inspect for every network, or for one that is not this machine’s own, over which anybody may run code here',
  },
];

/** Node also accepts underscores in place of dashes in an option, and takes quotes out. */
const asNodeReads = (options: string) => options.replaceAll(/["\\]/g, '').replaceAll('_', '-');

/** The host in --inspect and similar options, if they have one besides the port. */
const INSPECTED =
  /--(?:inspect(?:-brk|-wait|-port)?|debug-port)[=\s]\s*(?!-|\d+(?:[\s"]|$))(\[[^\]]*\]|::1?|[^\s:"]+)/g;

/** Matches a namespace like the package `debug`: `*` stands for any text. A namespace that begins with `-` is an exclusion: no match. */
function isOfIoredis(namespace: string): boolean {
  const [start = '', ...rest] = namespace.split('*');
  return rest.length > 0
    ? 'ioredis'.startsWith(start) || start.startsWith('ioredis')
    : start.startsWith('ioredis');
}

const MIN_SECRET_LENGTH = 16;
const MIN_SECRET_CHARACTERS = 8;
const MAX_SANDBOX_SECRET_LENGTH = 500;
/** A secret that repeats itself after this many characters is no better than one of that length. */
const PERIODS = Array.from({ length: MIN_SECRET_LENGTH - 1 }, (_, index) => index + 1);

/** Whether a secret is too short, repeats itself after too few characters, or has too few different characters (a word or a pattern). */
const isWeak = (secret: string) =>
  secret.length < MIN_SECRET_LENGTH ||
  new Set(secret).size < MIN_SECRET_CHARACTERS ||
  PERIODS.some((period) => secret.startsWith(secret.slice(period)));

/** Checks the length of a secret. With two secrets the sandbox signs with the first. docs/sandbox.md has the allowed lengths. */
const isTakenBySandbox = ({ length }: string) =>
  length >= MIN_SECRET_LENGTH && length <= MAX_SANDBOX_SECRET_LENGTH;

/** Whether a secret is the example from the public reference. */
const isExample = (name: SettingName, secret: string) => secret === settingOf(name).example;

/** Whether anybody can sign with this key. A public key is no secret, but the private key of the example is published in RFC 8037. */
const isKnownTokenKey = (key: string) =>
  key.includes('-----BEGIN') ? bare(key) === bare(settingOf('VLENS_TOKEN_KEY').example) : isWeak(key);

const bare = (pem: string) => pem.replaceAll(/\\n|\s/g, '');

function isOfVlens(url: string): boolean {
  return /(?:^|\.)vlenseg\.com$/.test(new URL(url).hostname);
}

/** Whether a URL uses plain http over a network. Loopback is allowed, since its traffic does not leave the machine. */
function isPlainHttp(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'loopback';
  return host === 'localhost' || host.endsWith('.localhost');
}

/** The largest number of proxies in a row, the widest ranges, and the part of all addresses, that real networks of proxies use. */
const MAX_PROXIES = 10;
const SHORTEST_PREFIX = { ipv4: 8, ipv6: 16 };
const MAX_COVERED_PART = 1 / 8;

function trustsEverybody(trusted: Settings['TRUST_PROXY']): boolean {
  if (trusted === false) return false;
  if (typeof trusted === 'number') return trusted > MAX_PROXIES;
  const ranges = trusted.filter(ipaddr.isValidCIDR).map(rangeOf);
  return (
    ranges.some(({ kind, prefix }) => prefix < SHORTEST_PREFIX[kind]) ||
    coveredPart(ranges) > MAX_COVERED_PART
  );
}
