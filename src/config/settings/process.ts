import { z } from 'zod';
import { httpUrl, oneOf, port, timeout } from '../kinds.js';
import { setting } from '../setting.js';

/** The log levels of pino. */
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The process itself: its mode, its address, its log. */
export const PROCESS_SETTINGS = {
  NODE_ENV: setting({
    type: oneOf(['development', 'production', 'test'], 'a mode'),
    default: 'development',
    example: 'production',
    description:
      '`production` requires a Vlens, refuses unsafe settings, turns the explorers and introspection off, and logs in batches.',
    secret: false,
  }),
  HOST: setting({
    type: z.string().regex(/^[\w.:-]+$/, 'is not an address to listen on; write one of this machine'),
    default: '127.0.0.1',
    example: '127.0.0.1',
    description: 'Address that the gateway listens on; `0.0.0.0` for every network of the machine.',
    secret: false,
  }),
  PORT: setting({
    type: port(),
    default: 4000,
    example: '4000',
    description: 'Port that the gateway listens on.',
    secret: false,
  }),
  PUBLIC_URL: setting({
    type: httpUrl(),
    default: null,
    defaultText: 'the address that the request came to',
    example: 'https://gateway.example.com',
    description: 'How clients reach this gateway behind a proxy. Required in production with `TRUST_PROXY`.',
    secret: false,
  }),
  SHUTDOWN_TIMEOUT_MS: setting({
    type: timeout(0),
    default: null,
    defaultText: 'three times `UPSTREAM_TIMEOUT_MS`',
    example: '30000',
    description:
      'How long what is in flight may go on after SIGTERM; then it is answered, steps with an unknown outcome. The process ends 5 s later.',
    secret: false,
  }),
  CONFIG_FILE: setting({
    type: z.string(),
    default: null,
    example: '/etc/vlens-gateway/settings.env',
    description:
      'File of `NAME=value` lines with any of the other settings; the environment goes first. It is read again when it changes, and on SIGHUP.',
    secret: false,
  }),
  LOG_LEVEL: setting({
    type: oneOf(LOG_LEVELS, 'a level'),
    default: 'info',
    example: 'warn',
    description: 'Least severe level that is logged. Everything that fails is logged at `warn` or above.',
    secret: false,
    reloadable: true,
  }),
};
