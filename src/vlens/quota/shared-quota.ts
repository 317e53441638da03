import type { Asker, CallEnd } from './counters.js';

/** A call that is to be made, as other processes of the same tenant may know of it: its keys are the same in each. */
export interface SharedCall extends Asker {
  /** How long a call is expected to need, in milliseconds. */
  expectedCallMs: number;
}

/** The answer of the shared count to a call. */
export type Taking =
  | { kind: 'taken'; place: SharedPlace }
  /** No room: for anybody, for one kind of calls, for all strangers of this one's kind, or for this caller. */
  | { kind: 'wait'; waitMs: number; holds: 'all' | 'reads' | 'announced' | 'steps' | 'strangers' | 'caller' }
  /** `part` has changed: to be judged again. */
  | { kind: 'changed' }
  /** The shared count can't be reached: the process's own count decides. */
  | { kind: 'down' };

/** A place in the quota that all processes count. One of both is said, once. */
export interface SharedPlace {
  end(how: CallEnd): void;
  /** The call was never made. */
  giveBack(): void;
}

/** The tenant's quota, counted for all processes together. */
export interface SharedQuota {
  /** The part of the quota that this process may use by its own count: all of it only while the shared one holds. */
  readonly part: number;
  /** How many calls the longest window held when that was last known; 0 where none of those can count any more. */
  readonly used: number;
  take(call: SharedCall): Promise<Taking>;
}
