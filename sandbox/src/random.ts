import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Everything in the sandbox that must not be guessed. A test may hold it. */
export interface Random {
  /** Lower case, hyphenated. */
  uuid(): string;
  /** Six digits. */
  code(): string;
  /** 32 bytes for a URL. */
  token(): string;
}

/** From the system's cryptographically secure generator. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  code: () => String(randomInt(0, 1_000_000)).padStart(6, '0'),
  token: () => randomBytes(32).toString('base64url'),
};
