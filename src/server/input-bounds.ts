import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { GraphQLSchema } from 'graphql';
import { type Said, say } from '../vlens/messages/words.js';
import { MAX_BODY_BYTES } from './body-limit.js';
import { DOCUMENT_LIMITS } from './documents/limits.js';

/** Limits for the input of a request: the longest list, the longest text and the object with the most fields. */
export interface InputLimits {
  items: number;
  characters: number;
  /** No limit if absent. */
  fields?: number;
  /** The mutations that may carry longer texts, and how long; absent if there are none. */
  large?: { mutations: readonly string[]; characters: number };
}

/** Far above what any input of the schema needs. */
export const MAX_DEPTH = 64;
/** The same number as the cost limit: each value that an operation uses asks for at least one field. */
export const MAX_VALUES = DOCUMENT_LIMITS.cost;
/** From this depth on (`variables.input`), objects are of input types. Above it are the request's own names and the variables' names. */
const INPUTS_DEPTH = 2;
/** The longest name. graphql-js compares an unknown name with the name of every field, letter by letter. */
const MAX_NAME_CHARACTERS = 256;
/** A GraphQL name of ordinary length. A client may send anything as a key, so error messages quote only names that match. */
export const NAME = /^[_A-Za-z]\w{0,63}$/;

/**
 * An error for input that exceeds a limit. Clients may see its message. The message is for developers, since no page of ours sends such
 * input.
 */
export class InputRefused extends Error implements Said {
  override readonly name = 'InputRefused';
  readonly statusCode = 400;
  readonly sentence = say('inputOfApp').sentence;

  constructor(
    message: string,
    readonly code: string = ApolloServerErrorCode.BAD_USER_INPUT,
  ) {
    super(message);
  }
}

/** The limits in a schema's extensions; without them, only the limits for the whole body apply. */
export function inputLimitsOf({ extensions: { inputLimits } }: GraphQLSchema): InputLimits {
  return (inputLimits as InputLimits | undefined) ?? { items: MAX_VALUES, characters: MAX_BODY_BYTES };
}

/**
 * The reason why a JSON value is refused before its types are checked; null if it is within the limits. The walk stops at the first value
 * beyond a limit, so the limits bound its cost, not what the client sent.
 */
export function boundsError(
  value: unknown,
  limits: InputLimits,
  maxValues = MAX_VALUES,
): InputRefused | null {
  return new BoundedWalk(limits, maxValues).errorIn(value);
}

/** The message for a request with too many values. */
export function tooManyValues(most = MAX_VALUES): string {
  return `The request holds more than ${most} values: send less at once.`;
}

class BoundedWalk {
  private values = 0;
  private readonly path: string[] = [];
  private code: string = ApolloServerErrorCode.BAD_USER_INPUT;

  constructor(
    private readonly limits: InputLimits,
    private readonly maxValues: number,
  ) {}

  errorIn(value: unknown): InputRefused | null {
    const error = this.visit(value);
    if (error === null) return null;
    if (this.values > this.maxValues) return new InputRefused(error);
    const at = this.path.join('.');
    return new InputRefused(at === '' ? `The request ${error}.` : `The request’s ${at} ${error}.`, this.code);
  }

  private visit(value: unknown): string | null {
    this.values += 1;
    if (this.values > this.maxValues) return tooManyValues(this.maxValues);
    const { characters } = this.limits;
    if (typeof value === 'string') return value.length > characters ? tooLong(characters) : null;
    if (typeof value !== 'object' || value === null) return null;
    if (this.path.length >= MAX_DEPTH) {
      this.code = ApolloServerErrorCode.BAD_REQUEST;
      return `nests deeper than ${MAX_DEPTH} levels`;
    }
    return Array.isArray(value) ? this.visitItems(value) : this.visitFields(value);
  }

  private visitItems(items: unknown[]): string | null {
    const { items: most } = this.limits;
    if (items.length > most) return `has ${items.length} items, and no list takes more than ${most}`;
    for (const item of items) {
      const error = this.visitAt('[]', item);
      if (error !== null) return error;
    }
    return null;
  }

  /** Limits fields because graphql-js prints the whole object once for each unknown field, up to 50 times. */
  private visitFields(fields: object): string | null {
    const { fields: most = Number.POSITIVE_INFINITY } = this.limits;
    let left = this.path.length < INPUTS_DEPTH ? Number.POSITIVE_INFINITY : most;
    for (const name in fields) {
      left -= 1;
      if (left < 0) return `has more than ${most} fields, which no input takes`;
      if (name.length > MAX_NAME_CHARACTERS)
        return `has a name of more than ${MAX_NAME_CHARACTERS} characters`;
      const value = Reflect.get(fields, name);
      if (reachesForPrototype(name, value)) return 'has a name that is not taken';
      const error = this.visitAt(NAME.test(name) ? name : '*', value);
      if (error !== null) return error;
    }
    return null;
  }

  /** `path` keeps only the path of the refused value. */
  private visitAt(step: string, value: unknown): string | null {
    this.path.push(step);
    const error = this.visit(value);
    if (error === null) this.path.pop();
    return error;
  }
}

function tooLong(most: number): string {
  return `is longer than ${most} characters, which no text may be`;
}

/** The rule of secure-json-parse, which would walk everything that was sent. */
function reachesForPrototype(name: string, value: unknown): boolean {
  if (name === '__proto__') return true;
  return (
    name === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
  );
}
