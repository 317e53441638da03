import type { SandboxClock } from './clock.js';
import type { OrderedFaults } from './control/faults.js';
import type { Inbox } from './inbox.js';
import type { Passwords } from './passwords.js';
import type { QuotaCounter } from './quota.js';
import type { Random } from './random.js';
import type { Dialect } from './rules/dialects.js';
import type { Secrets } from './secrets.js';
import type { SessionTokens } from './session-tokens.js';
import type { Database } from './store/tables.js';
import type { RealTime } from './webhooks/real-time.js';

/** What the routes work with. */
export interface AppContext {
  db: Database;
  clock: SandboxClock;
  random: Random;
  secrets: Secrets;
  tokens: SessionTokens;
  passwords: Passwords;
  inbox: Inbox;
  quota: QuotaCounter;
  faults: OrderedFaults;
  realTime: RealTime;
  /** The page that signing links lead to; null: the sandbox's own, which only names the contract. */
  signers: { page: string | null };
  /** What it speaks again after a reset; null: `current`. */
  sampleTenant: { dialect: Dialect | null };
}
