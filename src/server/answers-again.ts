import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { CallerKey } from '../vlens/caller-keys.js';
import { saysNothingSpecial } from './apollo-request.js';
import type { CurrentRequest, KeptRead, ToldOperation } from './current-request.js';

/** What one caller asked, word for word. */
export type Question = string;

export interface AnswerAgain {
  body: string;
  contentType: string;
  operation: ToldOperation;
  reads: readonly KeptRead[];
}

/** Whoever polls asks again within this; what nobody asks for again is let go. */
const KEPT_FOR_MS = 1000;
const LIMITS = { max: 5000, maxSize: 16 * 1024 * 1024 };
/** Pictures and the like are never asked for again. */
const LONGEST_QUESTION = 4096;

/**
 * The answers to queries that were made of nothing but kept reads, for the same caller who asks the same again: while each of
 * those reads would still be answered with the very same, so would the query, and the document need not be executed for it.
 * It gives nothing that the reads would not give (`loaders/shared-reads.ts`), for no longer and to nobody else.
 */
export class AnswersAgain {
  private readonly answers = new LRUCache<Question, AnswerAgain>({
    ...LIMITS,
    sizeCalculation: ({ body }, question) => 2 * (body.length + question.length),
    ttl: KEPT_FOR_MS,
    ttlResolution: 100,
  });
  private letGoAt = 0;

  /** @param now milliseconds that only go forward */
  constructor(private readonly now: () => number) {}

  /** The answer, where it would be the same again. */
  get(question: Question): AnswerAgain | null {
    const known = this.answers.get(question);
    if (!known) return null;
    if (known.reads.every(({ isStillKept }) => isStillKept())) return known;
    this.answers.delete(question);
    return null;
  }

  /** Keeps an answer, where it is one to a query that cost no call and had no error. */
  keep(
    question: Question,
    { reads, told, savedCalls, upstreamCalls }: CurrentRequest,
    body: string,
    contentType: string,
  ) {
    if (!reads?.length || told?.kind !== 'query' || told.outcome !== 'ok') return;
    // Whatever else it was made of is a call, or was shared with one.
    if (upstreamCalls.length > 0 || savedCalls.length !== reads.length) return;
    this.letGoOfTheOld();
    this.answers.set(question, { body, contentType, operation: told, reads });
  }

  private letGoOfTheOld(): void {
    const now = this.now();
    if (now - this.letGoAt < KEPT_FOR_MS) return;
    this.letGoAt = now;
    this.answers.purgeStale();
  }
}

/** What a request asks, word for word; null where it is to be answered anew each time. */
export function questionOf(request: FastifyRequest, caller: CallerKey): Question | null {
  const { jsonText, span } = request;
  if (request.method !== 'POST' || jsonText === null || jsonText.length > LONGEST_QUESTION) return null;
  // A trace is to show what was done; and what is asked for in an unusual form is told in one.
  if (span || !saysNothingSpecial(request)) return null;
  return `${caller} ${request.host} ${jsonText}`;
}
