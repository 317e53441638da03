import type { Chance } from './chance.js';
import type { StandInClock } from './clock.js';
import type { OrderedFaults } from './control/faults.js';
import type { Passwords } from './passwords.js';
import type { QuotaCounter } from './quota.js';
import type { Secrets } from './secrets.js';
import type { SessionTokens } from './session-tokens.js';
import type { SmsInbox } from './sms-inbox.js';
import type { Database } from './store/tables.js';
import type { RealTime } from './webhooks/real-time.js';

/** What the routes work with. */
export interface Parts {
  db: Database;
  clock: StandInClock;
  chance: Chance;
  secrets: Secrets;
  tokens: SessionTokens;
  passwords: Passwords;
  inbox: SmsInbox;
  quota: QuotaCounter;
  faults: OrderedFaults;
  realTime: RealTime;
  /** The page that signing links lead to; null: the stand-in's own, which only names the contract. */
  signers: { page: string | null };
}
