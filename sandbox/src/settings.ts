import { z } from 'zod';
import { DIALECTS } from './rules/dialects.js';
import type { SandboxSettings } from './server.js';
import { settingsIn } from './settings-file.js';
import { SandboxStartError } from './start-error.js';

/** The environment, or what a test hands over in its place. */
export type Environment = Readonly<Record<string, string | undefined>>;

const HTTP_URL = /^https?:\/\/[^\s@?#]+$/i;

/** Every setting of the sandbox when it runs alone: what may be written, and the sentence for what may not. */
export const SETTINGS = z.object({
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'HOST is not an address to listen on; write e.g. HOST=127.0.0.1 or HOST=0.0.0.0.')
    .default('127.0.0.1'),
  SANDBOX_PORT: z
    .string()
    .regex(
      /^\d{1,5}$/,
      'SANDBOX_PORT is not a port; write a whole number up to 65535, e.g. SANDBOX_PORT=4001.',
    )
    .transform(Number)
    .refine(
      (number) => number <= 65_535,
      'SANDBOX_PORT is not a port; write a whole number up to 65535, e.g. SANDBOX_PORT=4001.',
    )
    .default(4001),
  SANDBOX_DATABASE_URL: z
    .string()
    .regex(
      /^(file:.+|memory:|postgres(ql)?:\/\/.+)$/,
      'SANDBOX_DATABASE_URL is not a database that the sandbox knows; ' +
        'write SANDBOX_DATABASE_URL=file:<path>, postgres://user:password@host:5432/database, ' +
        'or memory: to forget everything at the end.',
    )
    .default('file:.data/sandbox.db'),
  SANDBOX_SIGNING_PAGE_URL: z
    .string()
    .regex(
      HTTP_URL,
      'SANDBOX_SIGNING_PAGE_URL is not an address; write http:// or https:// and a host, without user, query or ' +
        'fragment, e.g. SANDBOX_SIGNING_PAGE_URL=https://gateway.example.com/sign.',
    )
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SANDBOX_DIALECT: z
    .enum(
      DIALECTS,
      `SANDBOX_DIALECT is not a dialect that the sandbox speaks; write one of ${DIALECTS.join(', ')}, or leave it out.`,
    )
    .optional(),
});

/**
 * Reads the sandbox's settings from the environment, and under it from the file that CONFIG_FILE names.
 * @throws SandboxStartError with a sentence for each setting that is wrong.
 */
export function readSettings(env: Environment): SandboxSettings {
  const result = SETTINGS.safeParse({ ...withValues(fileOf(env.CONFIG_FILE)), ...withValues(env) });
  if (!result.success) {
    throw new SandboxStartError([...new Set(result.error.issues.map(({ message }) => message))].join('\n'));
  }
  const { HOST, SANDBOX_PORT, SANDBOX_DATABASE_URL, SANDBOX_SIGNING_PAGE_URL, SANDBOX_DIALECT } = result.data;
  return {
    host: HOST,
    port: SANDBOX_PORT,
    databaseUrl: SANDBOX_DATABASE_URL,
    signingPageUrl: SANDBOX_SIGNING_PAGE_URL ?? null,
    dialect: SANDBOX_DIALECT ?? null,
  };
}

function fileOf(path: string | undefined): Environment {
  return path?.trim() ? settingsIn(path.trim(), new Set(Object.keys(SETTINGS.shape))) : {};
}

/** An empty setting counts as unset. */
function withValues(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}
