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

/** The fields in the lists of one operation so far. */
interface Lists {
  fields: number;
  /** Whether an error has reported that there are too many; for a step, whether lists were left out, which its answer reports at its end. */
  isReported: boolean;
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
    const lists = listsOfOperation.get(context) ?? { fields: 0, isReported: false };
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
function beyond(lists: Lists, { returnType, operation }: GraphQLResolveInfo, max: number): null | [] {
  const isStep = operation.operation === 'mutation';
  if ((isStep || lists.isReported) && !isNonNullType(returnType)) {
    lists.isReported = true;
    return null;
  }
  lists.isReported = true;
  if (isStep) return [];
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
 * may be the only one: its long texts are left out, as its lists were, and errors say so.
 */
export function limitAnswers(): OperationHooks {
  return {
    willSendResponse({ operation, response, contextValue }) {
      const { body } = response;
      if (body.kind !== 'single') return;
      const isStep = operation?.operation === 'mutation';
      const { data, errors = [] } = body.singleResult;
      const isLong = isTooLong(data);
      const requestId = getRequest(contextValue)?.id;
      const errorOf = ({ message, extensions }: GraphQLError, leftOut: string) => ({
        message: isStep ? `${message} ${leftOut} beyond that are left out.` : message,
        extensions: { ...extensions, requestId },
      });
      const found = [
        ...(isLong ? [errorOf(tooLong(), 'Texts')] : []),
        ...(isStep && listsOfOperation.get(contextValue)?.isReported
          ? [errorOf(tooManyFields(), 'Lists')]
          : []),
      ];
      if (found.length === 0) return;
      if (isStep && isLong) leaveOutTexts(data);
      body.singleResult = isStep ? { data, errors: [...errors, ...found] } : { errors: found };
    },
  };
}

/** The same limit for an event of a subscription. */
export function withinTexts(result: ExecutionResult): ExecutionResult {
  return isTooLong(result.data) ? { errors: [tooLong()] } : result;
}

function isTooLong(data: unknown, max = ANSWER_LIMITS.characters): boolean {
  let left = max;
  const isBeyond = (value: unknown): boolean => {
    if (typeof value === 'string') left -= value.length;
    else if (typeof value === 'object' && value !== null) return Object.values(value).some(isBeyond);
    return left < 0;
  };
  return isBeyond(data);
}

/** Empties the texts of a step's answer beyond the limit, except short ones. What the step itself gave, such as a token, is kept longer. */
function leaveOutTexts(data: unknown): void {
  let left = ANSWER_LIMITS.characters;
  const walk = (holder: unknown, depth: number) => {
    if (typeof holder !== 'object' || holder === null) return;
    const kept = depth === DEPTH_OF_STEP ? KEPT_TEXTS.ofStep : KEPT_TEXTS.others;
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value !== 'string') walk(value, depth + 1);
      else {
        left -= value.length;
        if (left < 0 && value.length > kept) Reflect.set(holder, key, '');
      }
    }
  };
  walk(data, 0);
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
