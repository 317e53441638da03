import type { Asker, CallEnd } from './counters.js';

/** A planned call, as other processes of the same tenant may know of it. Its keys are the same in every process. */
export interface SharedCall extends Asker {
  /** How long a call is expected to take, in milliseconds. */
  expectedCallMs: number;
}

/** What the shared count of all processes decides about a call. */
export type Taking =
  | { kind: 'taken'; place: SharedPlace }
  /** No room: for any call, for one kind of calls, for all strangers of the same kind, or for this caller. */
  | { kind: 'wait'; waitMs: number; holds: 'all' | 'reads' | 'announced' | 'steps' | 'strangers' | 'caller' }
  /** `part` has changed, so the call must be judged again. */
  | { kind: 'changed' }
  /** The shared count cannot be reached: this process's own count decides. */
  | { kind: 'down' };

/** A place in the quota that all processes count. Call one of the two methods, once. */
export interface SharedPlace {
  end(how: CallEnd): void;
  /** The call was never made. */
  giveBack(): void;
}

/** The tenant's quota, counted for all processes together. */
export interface SharedQuota {
  /** The part of the quota that this process may use by its own count. It is 1 only while the shared count works. */
  readonly part: number;
  /** How many calls the longest window held when this process last heard; 0 once none of those can count any more. */
  readonly used: number;
  take(call: SharedCall): Promise<Taking>;
}
