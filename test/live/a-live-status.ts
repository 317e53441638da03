import type { StatusChange } from '../../src/live/change-queue.js';
import { LiveStatus } from '../../src/live/live-status.js';
import { ProcessBus } from '../../src/live/process-bus.js';
import { CallerKeys } from '../../src/vlens/caller-keys.js';
import { VlensFault } from '../../src/vlens/faults.js';
import type { Trust } from '../../src/vlens/quota/token-trust.js';
import type { RequestStatus, Slice, UtcText } from '../../src/vlens/types.js';
import {
  accepted,
  aRequest,
  type FakeVlens,
  fakeVlensApi,
  idOf,
  rejection,
} from '../support/fake-vlens-api.js';
import { HeldClock } from '../support/held-clock.js';

export interface LiveWorld {
  live: LiveStatus;
  clock: HeldClock;
  /** What Vlens knows, by the number of the request. */
  truth: Map<number, RequestStatus>;
  /** Of a caller with an entry here, by token, the only ones that they may read. */
  theirs: Map<string, Set<number>>;
  /** Whether Vlens takes this token. */
  takes: (token: string) => boolean;
  /** Those that Vlens says there are none of, where they are asked for by their id. */
  gone: Set<number>;
  /** Of which what was read before was forgotten, and what it is now. */
  forgotten: { requestId: string; status: string }[];
  /** What Vlens calls the status of each, where that is not its own name. */
  names: Map<number, string>;
  /** When each was modified last, as a read in full tells; nothing of those that are not in here. */
  modified: Map<number, Date>;
  /** Lets so much time pass; what begins meanwhile is over before it goes on. */
  pass(ms: number): Promise<void>;
  /** How often Vlens was asked. */
  reads: () => number;
  /** Of the polls, in order: whether each came before other reads. */
  announced: boolean[];
  /** And whether it waits for a place as long as a step does. */
  patient: boolean[];
  /** Whether customers need most of it. */
  quota: { isShort: boolean };
  /** Requests that no list holds and that can't be read by their id, and what comes of it. */
  unreadable: Map<number, () => Error>;
  /** Requests that no list holds, and when a read by their id is answered: with what was so when it was asked. */
  unlisted: Map<number, Promise<void>>;
  /** Whether Vlens answers at all; when it answers with a list, with what was so when it was asked; how many at once, where not all. */
  vlens: { isDown: boolean; lists: Promise<void> | null; pageSize: number | null };
  hint(number: number, status: RequestStatus, eventId?: string): Promise<void>;
  /** A delivery so old that it tells of no present time. */
  oldHint(number: number, status: RequestStatus): Promise<void>;
  /** What all subscribers were told, in its order. */
  events: StatusChange[];
  /** What a subscriber was told last, by request id. */
  follow(token: string, number?: number): Map<string, RequestStatus>;
}

/** Live status over a Vlens in a few lines, at a clock that a test moves. */
export function aLiveStatus(
  requests: number,
  callsPerMinute = 0,
  subscriptions = { max: 1000, maxPerCaller: 100 },
  trustIn: (caller: { token: string }) => Trust | Promise<Trust> = () => 'unknown',
): LiveWorld {
  const clock = new HeldClock();
  const truth = new Map<number, RequestStatus>();
  for (let number = 1; number <= requests; number += 1) truth.set(number, 'APPROVED');
  const unreadable = new Map<number, () => Error>();
  const theirs = new Map<string, Set<number>>();
  const mayRead = (token: string, number: number) => theirs.get(token)?.has(number) ?? true;
  const names = new Map<number, string>();
  const modified = new Map<number, Date>();
  const unlisted = new Map<number, Promise<void>>();
  let reads = 0;
  const vlens: LiveWorld['vlens'] = { isDown: false, lists: null, pageSize: null };
  const present = (number: number) => {
    const status = truth.get(number) ?? 'UNKNOWN';
    return aRequest(number, {
      status,
      statusName: names.get(number) ?? status,
      updatedAt: (modified.get(number)?.toISOString() ?? null) as UtcText | null,
    });
  };
  const list = async (token: string, { skipCount }: Slice) => {
    reads += 1;
    if (!world.takes(token)) throw new VlensFault('UNAUTHENTICATED', 'Log in.');
    if (vlens.isDown) throw new VlensFault('UPSTREAM_UNAVAILABLE', 'Vlens is down.');
    const readable = [...truth.keys()].filter((number) => !unreadable.has(number) && mayRead(token, number));
    const items = readable.filter((number) => !unlisted.has(number)).map(present);
    if (vlens.lists) await vlens.lists;
    const { pageSize } = vlens;
    const page = pageSize === null ? items : items.slice(skipCount, skipCount + pageSize);
    return accepted({ items: page, totalCount: items.length });
  };
  const byId = async (token: string, id: string) => {
    reads += 1;
    for (const [number, fault] of unreadable) if (idOf(number) === id) throw fault();
    const number = [...truth.keys()].find((each) => idOf(each) === id);
    if (number !== undefined && world.gone.has(number)) return rejection('NOT_FOUND');
    if (number === undefined || !mayRead(token, number))
      throw new VlensFault('FORBIDDEN', 'There is no such request.');
    const request = present(number);
    await unlisted.get(number);
    return accepted(request);
  };
  const apis = new Map<string, FakeVlens['api']>();
  const apiOf = (token: string) => {
    const known = apis.get(token);
    const { api } = known
      ? { api: known }
      : fakeVlensApi(
          {},
          {
            listBusinessRequestIds: (slice) => list(token, slice),
            getBusinessRequestById: ({ id }) => byId(token, id),
          },
        );
    apis.set(token, api);
    return api;
  };
  const keys = new CallerKeys();
  const forgotten: LiveWorld['forgotten'] = [];
  const announced: boolean[] = [];
  const patient: boolean[] = [];
  const quota = { isShort: false };
  const live = new LiveStatus({
    bus: new ProcessBus(),
    vlensFor: ({ token, isAnnounced, isPatient }) => {
      announced.push(isAnnounced);
      patient.push(isPatient);
      return apiOf(token);
    },
    forgetReads: () => {},
    forgetRequest: ({ requestId, status }) => void forgotten.push({ requestId, status }),
    callerKey: (token) => keys.of(token),
    // What stands before the slash.
    accountKey: (token) => keys.ofPerson(token.split('/')[0] ?? ''),
    trustIn,
    clock,
    callsPerMinute,
    isQuotaShort: () => quota.isShort,
    subscriptions,
  });
  let events = 0;
  const told: StatusChange[] = [];
  const nextEvent = () => {
    events += 1;
    return `event-${events}`;
  };
  const world: LiveWorld = {
    live,
    clock,
    truth,
    theirs,
    takes: () => true,
    gone: new Set(),
    forgotten,
    names,
    modified,
    async pass(ms) {
      await settled();
      for (let left = ms; left > 0; left -= STEP_MS) {
        await clock.advance(Math.min(left, STEP_MS));
        await settled();
      }
    },
    reads: () => reads,
    announced,
    patient,
    quota,
    unreadable,
    unlisted,
    vlens,
    hint: (number, status, eventId = nextEvent()) =>
      live.publishHint({ eventId, requestId: idOf(number), status, changedAt: new Date(0) }),
    oldHint: (number, status) =>
      live.publishHint({
        eventId: nextEvent(),
        requestId: idOf(number),
        status,
        changedAt: null,
        isOld: true,
      }),
    events: told,
    follow(token, number) {
      const last = new Map<string, RequestStatus>();
      const changes = live.subscribe(token, number === undefined ? null : idOf(number));
      void (async () => {
        for await (const event of changes)
          if (!(event instanceof Error)) {
            last.set(event.request.id, event.request.status);
            told.push(event);
          }
      })();
      return last;
    },
  };
  return world;
}

const STEP_MS = 2000;

/** Loaders batch what is asked within one turn of the event loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise(setImmediate);
}
