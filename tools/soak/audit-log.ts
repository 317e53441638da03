import { clientIdOf, type Send } from './send-log.js';

/** What a client knows of a step that it sent. */
export type Outcome =
  /** Done, as the gateway said. */
  | 'acknowledged'
  /** Not done: Vlens or the gateway said no, or nothing was sent. */
  | 'refused'
  /** Nobody knows: the gateway said so. */
  | 'unknown'
  /** The connection ended without an answer. */
  | 'cut';

/** One thing that a client wanted done, however often it sent it. */
export interface Attempt {
  /** As Vlens's path and the sandbox's audit trail name it. */
  step: string;
  /** The business request whose audit trail shows it; null where none does. */
  trail: string | null;
  /** Each time that it was sent to a gateway, all under one idempotency key where there are several. */
  copies: Copy[];
}

export interface Copy {
  /** The X-Request-Id that the client chose. */
  requestId: string;
  outcome: Outcome;
  from: number;
  to: number;
  /** The error that it got in place of an answer of Vlens's; for a connection that was cut, over which transport and how. */
  error?: string | null;
  /** How often its WebSocket was closed with 1012 in place of an answer, so that it was sent again, as graphql-ws does. */
  closedUnanswered?: number;
}

/** What the wire, the sandbox and the fault injector know. */
export interface Evidence {
  sends: readonly Send[];
  /** The names of the steps that were done, by business request. */
  trails: ReadonlyMap<string, readonly string[]>;
  /** Whether anything was broken on purpose in that time. */
  isDisturbed(from: number, to: number): boolean;
  /** Whether the gateway that it went to was killed meanwhile, which alone excuses an answer that never came. */
  isKilled(copy: Copy): boolean;
  /** What happened to the gateways around that time. */
  gatewaysAt(time: number): string;
  /** How often gateways began this operation that came over a WebSocket, by their logs. */
  timesBegun(requestId: string): number;
  /** How soon an answer has to be there for a gateway to have no excuse for missing it, in milliseconds. */
  promptMs: number;
  /** How long the gateway waits for Vlens. */
  timeoutMs: number;
}

export interface Reconciliation {
  lost: string[];
  doubled: string[];
  /** Why the outcome of a step is not known, each with its steps. */
  unanswered: Map<string, string[]>;
  /** By step: what clients got, what went to Vlens, what Vlens did, what it answered. */
  steps: Map<string, StepCounts>;
}

export interface StepCounts {
  attempts: number;
  acknowledged: number;
  sent: number;
  accepted: number;
  answered: number;
}

/** Vlens looked at nothing: after these statuses a client may send the step again. */
const NOT_LOOKED_AT: ReadonlySet<number | null> = new Set([401, 403, 429]);

/** Every step that a client sent, held against what the wire saw and what the sandbox's audit trails say was done. */
export class AuditLog {
  private readonly attempts: Attempt[] = [];

  record(attempt: Attempt): void {
    this.attempts.push(attempt);
  }

  count(outcome: Outcome): number {
    return this.attempts.filter(({ copies }) => outcomeOf(copies) === outcome).length;
  }

  /** Steps on a business request that were acknowledged: who only logs in has nothing to lose. */
  get signingSteps(): number {
    const onRequests = this.attempts.filter(({ trail }) => trail !== null);
    return onRequests.filter(({ copies }) => outcomeOf(copies) === 'acknowledged').length;
  }

  /** How often a step crossed the closing of its WebSocket. */
  get sentAgain(): number {
    const copies = this.attempts.flatMap((attempt) => attempt.copies);
    return copies.reduce((all, { closedUnanswered = 0 }) => all + closedUnanswered, 0);
  }

  get trails(): string[] {
    return [...new Set(this.attempts.flatMap(({ trail }) => trail ?? []))];
  }

  reconcile(evidence: Evidence): Reconciliation {
    const result: Reconciliation = { lost: [], doubled: [], unanswered: new Map(), steps: new Map() };
    const sendsByPlace = groupBy(evidence.sends, placeOf);
    const known = new Set<string>();
    for (const attempt of this.attempts) {
      const places = attempt.copies.map(({ requestId }) => `${attempt.step} ${requestId}`);
      for (const place of places) known.add(place);
      const sends = places.flatMap((place) => sendsByPlace.get(place) ?? []);
      judge(attempt, sends, evidence, result);
    }
    for (const send of evidence.sends) {
      if (!known.has(placeOf(send)))
        result.doubled.push(`${placeOf(send)}: sent, and no client asked for it`);
    }
    this.compareTrails(evidence.trails, result);
    return result;
  }

  private compareTrails(trails: Evidence['trails'], { lost, doubled, steps }: Reconciliation): void {
    const withTrail = this.attempts.filter(({ trail }) => trail !== null);
    for (const [place, attempts] of groupBy(withTrail, ({ trail, step }) => `${trail} ${step}`)) {
      const [trail = '', step = ''] = place.split(' ');
      const done = (trails.get(trail) ?? []).filter((name) => name === step).length;
      const outcomes = attempts.map(({ copies }) => outcomeOf(copies));
      const acknowledged = outcomes.filter((outcome) => outcome === 'acknowledged').length;
      const open = outcomes.filter((outcome) => outcome === 'unknown' || outcome === 'cut').length;
      const line = `${place}: acknowledged ${acknowledged}, unknown ${open}, in the sandbox ${done}`;
      if (done < acknowledged) lost.push(line);
      if (done > acknowledged + open) doubled.push(line);
      countsOf(steps, step).accepted += done;
    }
  }
}

/** What the wire says of one attempt. */
function judge(attempt: Attempt, sends: Send[], evidence: Evidence, result: Reconciliation): void {
  const { step, trail, copies } = attempt;
  const outcome = outcomeOf(copies);
  const accepted = sends.filter(({ isAccepted }) => isAccepted).length;
  const delivered = sends.filter(({ deliveredAt }) => deliveredAt !== null);
  const mayHaveBeenTaken = sends.filter(({ status }) => !NOT_LOOKED_AT.has(status)).length;
  const line = `${step} ${copies.map(({ requestId }) => requestId).join(', ')}: ${outcome}, sent ${sends.length}, accepted ${accepted}, answered ${delivered.length}`;
  if (mayHaveBeenTaken > 1) result.doubled.push(`${line}: sent again`);
  if (outcome === 'acknowledged' && sends.length === 0) result.lost.push(`${line}: never sent`);
  else if (
    outcome === 'acknowledged' &&
    accepted === 0 &&
    sends.every(({ isAccepted }) => isAccepted === false)
  )
    result.lost.push(`${line}: not accepted`);
  else if (outcome === 'acknowledged' && !delivered.some(({ isAccepted }) => isAccepted))
    result.lost.push(`${line}: acknowledged on a guess`);
  if (outcome === 'refused' && accepted > 0) result.lost.push(`${line}: told as refused`);
  // A gateway that was killed says nothing, and the next one knows of nothing that was sent.
  else if (
    outcome === 'refused' &&
    sends.some(({ isAccepted }) => isAccepted === null) &&
    !copies.some((copy) => evidence.isKilled(copy))
  )
    result.lost.push(`${line}: told as refused, and nobody knows`);
  for (const copy of copies) {
    const reason = lostAnswer(copy, delivered, sends, evidence);
    if (reason !== null) result.lost.push(`${line}: ${reason}`);
    if (outcome === 'acknowledged' && isContradicted(copy, sends))
      result.lost.push(`${line}: told as refused to a copy`);
  }
  if (outcome === 'unknown' || outcome === 'cut') {
    const reason = whyUnknown(attempt, sends, evidence);
    result.unanswered.set(reason, [...(result.unanswered.get(reason) ?? []), line]);
  }
  const counts = countsOf(result.steps, step);
  counts.attempts += 1;
  counts.sent += sends.length;
  counts.answered += delivered.length;
  if (outcome === 'acknowledged') counts.acknowledged += 1;
  if (trail === null) counts.accepted += accepted;
}

/** Whether a copy got a no of Vlens's where others got a yes; unless Vlens did not look at the copy's own send. */
function isContradicted({ requestId, outcome, error }: Copy, sends: Send[]): boolean {
  if (outcome !== 'refused' || error !== null) return false;
  return !sends.some((send) => clientIdOf(send.requestId) === requestId && NOT_LOOKED_AT.has(send.status));
}

/** Why a copy should have had its answer; null where it has one, or nobody is to blame. */
function lostAnswer(
  copy: Copy,
  delivered: Send[],
  sends: Send[],
  { isDisturbed, isKilled, gatewaysAt, timesBegun, promptMs }: Evidence,
): string | null {
  const { requestId, outcome, from, to, error, closedUnanswered = 0 } = copy;
  const isOwn = (send: Send) => clientIdOf(send.requestId) === requestId;
  // What crossed the closing of its connection was not begun there, and what was begun has its answer before that.
  const answers = outcome === 'cut' || error?.startsWith('NOT_SENT') ? 0 : 1;
  if (closedUnanswered > 0 && timesBegun(requestId) > answers && !isKilled(copy))
    return `begun, and its WebSocket closed before it was answered, ${gatewaysAt(to)}`;
  if (outcome === 'cut') {
    if (isKilled(copy)) return null;
    // Also where nothing of it went on to Vlens: a gateway that stops answers all that reach it.
    const what = sends.length > 0 ? 'cut without an answer' : 'cut unanswered, and never sent to Vlens';
    return `${what}: ${error} ${to - from} ms after it was sent, ${gatewaysAt(to)}`;
  }
  if (outcome !== 'unknown' || isDisturbed(from, to)) return null;
  const prompt = delivered.filter(isOwn).some((send) => Number(send.deliveredAt) - send.sentAt < promptMs);
  if (prompt) return 'answered by Vlens, told as unknown';
  const isKnown = delivered.some(
    ({ sentAt, deliveredAt }) => Number(deliveredAt) < from && !isDisturbed(sentAt, to),
  );
  return isKnown ? 'answered by Vlens before, told as unknown' : null;
}

/** Why no copy of a step knows what it came to. */
function whyUnknown(
  { copies }: Attempt,
  sends: Send[],
  { isKilled, timeoutMs }: Pick<Evidence, 'isKilled' | 'timeoutMs'>,
): string {
  if (copies.some((copy) => isKilled(copy))) return 'a process was killed';
  const error = copies.find(({ outcome }) => outcome === 'unknown')?.error ?? 'no answer';
  const to = Math.max(...copies.map((copy) => copy.to));
  const [send] = sends;
  if (!send) return `never sent: ${error}`;
  if (send.deliveredAt !== null && send.deliveredAt - send.sentAt < timeoutMs)
    return `answered by Vlens: ${error}`;
  const isLate = (send.deliveredAt ?? to) - send.sentAt > 0.95 * timeoutMs;
  return isLate ? `Vlens took longer than ${timeoutMs} ms: ${error}` : `cut before Vlens answered: ${error}`;
}

/** The most that any copy knows. */
export function outcomeOf(copies: readonly Copy[]): Outcome {
  const ranked: Outcome[] = ['acknowledged', 'unknown', 'cut'];
  return ranked.find((rank) => copies.some(({ outcome }) => outcome === rank)) ?? 'refused';
}

function countsOf(steps: Map<string, StepCounts>, step: string): StepCounts {
  const counts = steps.get(step) ?? { attempts: 0, acknowledged: 0, sent: 0, accepted: 0, answered: 0 };
  steps.set(step, counts);
  return counts;
}

function placeOf({ step, requestId }: Send): string {
  return `${step} ${clientIdOf(requestId)}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
