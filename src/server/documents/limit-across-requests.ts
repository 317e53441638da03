import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyRequest } from 'fastify';
import { type FieldNode, GraphQLError, Kind, OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CallerKey } from '../../vlens/caller-keys.js';
import { getRequest } from '../current-request.js';
import type { OperationHooks } from '../operation-hooks.js';
import { isRequestId, REQUEST_ID_HEADER } from '../request-id.js';
import { rootFields, tooOften } from './limit-per-operation.js';

/** Longer than a router waits for one field before it sends the next one. */
export const WINDOW_MS = 60_000;
export const MAX_OPERATIONS = 10_000;
/** Longer than any key that the executor accepts, even with extra characters from pasting. Longer keys are not kept. */
const MAX_KEY_CHARACTERS = 100;

/** For one client operation: how often it asked for each mutation, and with which idempotency keys. */
type Asked = Map<string, { times: number; keys: Set<string> }>;

/**
 * Enforces "once per operation" behind a router, which sends each root field of one mutation in a request of its own. These requests share
 * the caller, and the request id or trace id that the router passes on. A request that is repeated with its idempotency key does not count
 * again. This is no protection against guessing, since a client may choose its ids; the attempt limits protect against that.
 */
export function limitAcrossRequests(maxPerOperation: ReadonlyMap<string, number>): OperationHooks {
  const operations = new LRUCache<string, Asked>({ max: MAX_OPERATIONS, ttl: WINDOW_MS });
  return {
    didResolveOperation({ contextValue, document, operation, request: { variables } }) {
      const id = getRequest(contextValue)?.clientOperation;
      if (id === undefined || operation?.operation !== OperationTypeNode.MUTATION) return;
      const asked: Asked = operations.get(id) ?? new Map();
      for (const field of rootFields(document, operation.selectionSet)) {
        const name = field.name.value;
        const most = maxPerOperation.get(name);
        if (most === undefined) continue;
        const known = asked.get(name) ?? { times: 0, keys: new Set() };
        const key = idempotencyKeyOf(field, variables ?? {});
        if (key !== null && known.keys.has(key)) continue;
        if (known.times >= most) {
          const extensions = { code: ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED, http: { status: 400 } };
          throw new GraphQLError(tooOften(name, most), { nodes: field, extensions });
        }
        asked.set(name, { times: known.times + 1, keys: key === null ? known.keys : known.keys.add(key) });
      }
      if (asked.size > 0) operations.set(id, asked);
    },
  };
}

/** The key that all requests of one client operation share; undefined if no header contains one. */
export function clientOperationOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  caller: CallerKey | null,
  address: string,
): string | undefined {
  const sent = headers[REQUEST_ID_HEADER];
  const id = isRequestId(sent) ? sent : traceIdIn(headers.traceparent);
  return id && `${caller ?? address} ${id}`;
}

/** Trace Context, 3.2: version, trace id, parent id, flags. */
function traceIdIn(traceparent: unknown): string | undefined {
  return typeof traceparent === 'string'
    ? /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(traceparent)?.[1]
    : undefined;
}

/** The idempotency key; null if there is none or it is not a short string. Inputs are not validated yet, and may have any type and size. */
function idempotencyKeyOf(field: FieldNode, variables: Record<string, unknown>): string | null {
  const key = sentKeyOf(field, variables);
  return typeof key === 'string' && key.length <= MAX_KEY_CHARACTERS ? key : null;
}

/** Reads the key as the executor will, from a variable or a literal. */
function sentKeyOf(field: FieldNode, variables: Record<string, unknown>): unknown {
  const input = field.arguments?.find(({ name }) => name.value === 'input')?.value;
  if (input?.kind === Kind.VARIABLE) return Object(variables[input.name.value]).idempotencyKey;
  if (input?.kind !== Kind.OBJECT) return null;
  const key = input.fields.find(({ name }) => name.value === 'idempotencyKey')?.value;
  if (key?.kind === Kind.VARIABLE) return variables[key.name.value];
  return key?.kind === Kind.STRING ? key.value : null;
}
