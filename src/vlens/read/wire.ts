import type { operations } from '../../openapi/vlens.js';

/** The data that the contract promises in an operation's answer. */
export type DataOf<N extends keyof operations> = operations[N] extends {
  responses: { 200: { content: { 'application/json': { data?: infer Data } } } };
}
  ? NonNullable<Data>
  : never;

/**
 * What Vlens may have sent where the contract promises a T. The keys are the contract's, so a mistyped one does not compile. The values are
 * unknown until a reader of `values.ts` has checked them.
 */
export type Wire<T> = { readonly [K in keyof T]?: unknown };

/** The value if it is an object; else null. */
export function objectAs<T>(value: unknown): Wire<T> | null {
  return isWire<T>(value) ? value : null;
}

/** The parsed JSON; null if the text is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The entries of a list; none if the value is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Reads each entry, and leaves out those that can't be read. */
export function readEach<T>(value: unknown, read: (entry: unknown) => T | null): T[] {
  const all: T[] = [];
  for (const entry of listOf(value)) {
    const one = read(entry);
    if (one !== null) all.push(one);
  }
  return all;
}

function isWire<T>(value: unknown): value is Wire<T> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
