import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  defaultFieldResolver,
  type ExecutionResult,
  GraphQLError,
  type GraphQLField,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  responsePathAsArray,
  type SelectionSetNode,
} from 'graphql';
import { getRequest } from '../current-request.js';
import type { OperationHooks } from '../operation-hooks.js';
import { tooMuch } from './limits.js';

/**
 * The most that one answer may hold. Only Vlens knows the length of texts, and of lists without `first`. A form of fifty fields, requested
 * under two hundred aliases, becomes millions of fields, and a contract's text as often exceeds the memory of the process.
 */
export const ANSWER_LIMITS = { fieldsInLists: 100_000, characters: 32 * 1024 * 1024 };

/** The longest texts that are kept in a step's answer that is too long: its own, in the object of a root field, and those below. */
const KEPT_TEXTS = { ofStep: 100_000, others: 100 };
const DEPTH_OF_STEP = 1;

/** A list that needs a read counts as this many fields before its length is known: building its items costs about as much. */
const FIELDS_OF_A_READ = 100;

type Path = readonly (string | number)[];

/** The fields in the lists of one operation so far. */
interface Lists {
  fields: number;
  /** Whether an error has reported that there are too many. */
  isReported: boolean;
  /** The first list that a step's answer leaves out. */
  leftOut: Path | null;
}

const listsOfOperation = new WeakMap<object, Lists>();
const limited = new WeakSet<GraphQLSchema>();
const fieldsOfSelection = new WeakMap<SelectionSetNode, number>();

/**
 * Counts each list before its items are resolved. A list beyond the limit is null, and an error for the first one and wherever null is not
 * allowed. In the answer to a step it is empty there: an error would take the place of the whole answer, which may be the only one.
 */
export function limitLists(schema: GraphQLSchema, max = ANSWER_LIMITS.fieldsInLists): void {
  // Several gateways of one process may share a schema.
  if (limited.has(schema)) return;
  limited.add(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (isListType(getNullableType(field.type))) limitList(field, max);
  }
}

function limitList(field: GraphQLField<unknown, unknown>, max: number): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const limitedResolve: typeof resolve = (source, args, context, info) => {
    if (typeof context !== 'object' || context === null) return resolve(source, args, context, info);
    const lists = listsOfOperation.get(context) ?? { fields: 0, isReported: false, leftOut: null };
    listsOfOperation.set(context, lists);
    if (lists.fields > max) return beyond(lists, info, max);
    const counted = (list: unknown) => {
      if (!Array.isArray(list)) return list;
      lists.fields += list.length * fieldsOfEach(info);
      return lists.fields > max ? beyond(lists, info, max) : list;
    };
    const value: unknown = resolve(source, args, context, info);
    if (!(value instanceof Promise)) return counted(value);
    lists.fields += FIELDS_OF_A_READ;
    return value.then(counted);
  };
  field.resolve = limitedResolve;
}

/** Reports it once, since each error costs as much as many fields. */
function beyond(lists: Lists, { returnType, operation, path }: GraphQLResolveInfo, max: number): null | [] {
  if (operation.operation === 'mutation') {
    lists.leftOut ??= responsePathAsArray(path);
    return isNonNullType(returnType) ? [] : null;
  }
  if (lists.isReported && !isNonNullType(returnType)) return null;
  lists.isReported = true;
  throw tooManyFields(max);
}

function fieldsOfEach({ fieldNodes, fragments }: GraphQLResolveInfo): number {
  const fieldsIn = (set: SelectionSetNode | undefined): number => {
    const known = set && fieldsOfSelection.get(set);
    if (!set || known !== undefined) return known ?? 0;
    let fields = 0;
    for (const each of set.selections)
      fields +=
        each.kind === Kind.FIELD
          ? 1
          : fieldsIn(
              each.kind === Kind.INLINE_FRAGMENT
                ? each.selectionSet
                : fragments[each.name.value]?.selectionSet,
            );
    fieldsOfSelection.set(set, fields);
    return fields;
  };
  return fieldNodes.reduce((sum, { selectionSet }) => sum + fieldsIn(selectionSet), 1);
}

/**
 * Replaces a query's answer by an error if its texts are too long, before it is written. The answer to a step is never replaced, since it
 * may be the only one: its long texts are left out, as its lists were, and errors say so. Each has the path of the first field that was left
 * out: without a path, clients take an error for the refusal of the step.
 */
export function limitAnswers(): OperationHooks {
  return {
    willSendResponse({ operation, response, contextValue }) {
      const { body } = response;
      if (body.kind !== 'single') return;
      const { data, errors = [] } = body.singleResult;
      const requestId = getRequest(contextValue)?.id;
      const isLong = isTooLong(data);
      if (operation?.operation !== 'mutation') {
        if (isLong) body.singleResult = { errors: [withId(tooLong(), requestId)] };
        return;
      }
      const leftOutLists = listsOfOperation.get(contextValue)?.leftOut ?? null;
      const leftOutTexts = isLong ? leaveOutTexts(data) : null;
      const found = [
        ...(leftOutLists ? [leftOut('Lists', leftOutLists, tooManyFields(), requestId)] : []),
        ...(leftOutTexts ? [leftOut('Texts', leftOutTexts, tooLong(), requestId)] : []),
      ];
      if (found.length > 0) body.singleResult = { data, errors: [...errors, ...found] };
    },
  };
}

/** The same limit for an event of a subscription. */
export function withinTexts(result: ExecutionResult): ExecutionResult {
  return isTooLong(result.data) ? { errors: [tooLong()] } : result;
}

function isTooLong(data: unknown, max = ANSWER_LIMITS.characters): boolean {
  // Nearly all answers are far too short, and only their lengths are looked at.
  return (
    isLonger(data, max / MAX_ESCAPED_CHARACTERS, ({ length }) => length) && isLonger(data, max, writtenLength)
  );
}

function isLonger(data: unknown, max: number, lengthOf: (text: string) => number): boolean {
  let left = max;
  const isBeyond = (value: unknown): boolean => {
    if (typeof value === 'string') left -= lengthOf(value);
    else if (Array.isArray(value)) return value.some(isBeyond);
    else if (typeof value === 'object' && value !== null)
      for (const name of Object.keys(value)) {
        // Each item of a list repeats the names of its fields.
        left -= name.length;
        if (isBeyond((value as Record<string, unknown>)[name])) return true;
      }
    return left < 0;
  };
  return isBeyond(data);
}

/** A control character becomes six characters in JSON. */
const MAX_ESCAPED_CHARACTERS = 6;
const FIRST_PRINTED = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Backspace, tab, line feed, form feed and carriage return. */
const SHORT_ESCAPES: ReadonlySet<number> = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

/** How many characters a text has in JSON, at most: escapes can make it six times as long. */
function writtenLength(text: string): number {
  // All surrogates count as escaped if one of them is.
  const surrogate = text.isWellFormed() ? 1 : MAX_ESCAPED_CHARACTERS;
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === BACKSLASH) length += 2;
    else if (code < FIRST_PRINTED) length += SHORT_ESCAPES.has(code) ? 2 : MAX_ESCAPED_CHARACTERS;
    else length += code >= 0xd800 && code <= 0xdfff ? surrogate : 1;
  }
  return length;
}

/**
 * Empties the texts of a step's answer beyond the limit, except short ones. What the step itself gave, such as a token, is kept longer.
 * @returns where the first text beyond the limit is
 */
function leaveOutTexts(data: unknown): Path | null {
  let left = ANSWER_LIMITS.characters;
  let first: Path | null = null;
  const walk = (holder: unknown, path: Path) => {
    if (typeof holder !== 'object' || holder === null) return;
    const kept = path.length === DEPTH_OF_STEP ? KEPT_TEXTS.ofStep : KEPT_TEXTS.others;
    for (const [key, value] of Object.entries(holder)) {
      const at = [...path, Array.isArray(holder) ? Number(key) : key];
      if (typeof value !== 'string') walk(value, at);
      else {
        if (left >= 0) left -= writtenLength(value);
        if (left >= 0) continue;
        first ??= at;
        if (value.length > kept) Reflect.set(holder, key, '');
      }
    }
  };
  walk(data, []);
  return first;
}

function leftOut(what: string, path: Path, error: GraphQLError, requestId: string | undefined) {
  const { message, extensions } = withId(error, requestId);
  return { message: `${message} ${what} beyond that are left out.`, path, extensions };
}

function withId({ message, extensions }: GraphQLError, requestId: string | undefined) {
  return { message, extensions: { ...extensions, requestId } };
}

function tooLong(): GraphQLError {
  return tooLarge(`an answer of more than ${ANSWER_LIMITS.characters} characters`);
}

function tooManyFields(max = ANSWER_LIMITS.fieldsInLists): GraphQLError {
  return tooLarge(`an answer with more than ${max} fields in lists`);
}

function tooLarge(what: string): GraphQLError {
  return new GraphQLError(tooMuch(what), { extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT } });
}
