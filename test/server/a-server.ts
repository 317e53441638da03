import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { GraphQLDateTime, GraphQLUUID } from 'graphql-scalars';
import type { MonotonicClock } from '../../src/clock.js';
import type { ContractPdfs } from '../../src/server/contract-download.js';
import type { Overrides } from '../../src/server/gateway-dependencies.js';
import type { VlensCaller } from '../../src/vlens/caller.js';
import type { CallerKey } from '../../src/vlens/caller-keys.js';
import { authorizationUnreadable } from '../../src/vlens/faults.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { operationsOf, type VlensOperations, vlensOf } from '../support/vlens-operations.js';

/** What the resolvers of these tests see of a request. */
export interface TestContext {
  vlens: VlensOperations;
  requestId: string;
  publicUrl: string;
}

export type Resolvers = Record<string, GraphQLFieldResolver<unknown, TestContext>>;

/** A schema from its language, with the gateway's scalars and resolvers by field. */
export function schemaOf(sdl: string, resolvers: Resolvers = {}): GraphQLSchema {
  const schema = buildSchema(`scalar UUID\nscalar DateTime\n${sdl}`);
  Object.assign(schema.getType('UUID') ?? {}, { ...GraphQLUUID.toConfig() });
  Object.assign(schema.getType('DateTime') ?? {}, { ...GraphQLDateTime.toConfig() });
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) field.resolve = resolvers[field.name];
  }
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {}))
    field.subscribe = resolvers[field.name];
  return schema;
}

/** A client whose other operations fail the test's request, should something call them. */
export function vlensWith(
  operations: Partial<VlensOperations> | ((caller: VlensCaller) => Partial<VlensOperations>),
  downloadContractPdf: ContractPdfs['downloadContractPdf'] = () =>
    Promise.reject(new Error('No download here.')),
): ContractPdfs {
  return {
    for: (caller) =>
      caller.isUnreadable
        ? { call: () => Promise.reject(authorizationUnreadable()) }
        : vlensOf(typeof operations === 'function' ? operations(caller) : operations),
    keyOf: (token) => String(token) as CallerKey,
    downloadContractPdf,
  };
}

/** A clock that moves on by this much each time it is looked at. */
export function steppingClock(stepMs: number): MonotonicClock {
  let now = 0;
  return { monotonicNow: () => (now += stepMs) };
}

/** The gateway's server over a schema in a few lines. */
export function aServer(
  sdl: string,
  resolvers: Resolvers = {},
  vlens: ContractPdfs = vlensWith({}),
  env: Record<string, string> = {},
  overrides: Partial<
    Pick<
      Overrides,
      | 'shutdownTimeoutMs'
      | 'quietMs'
      | 'clock'
      | 'readingClock'
      | 'maxReceivedBytes'
      | 'maxConnections'
      | 'maxPipelined'
      | 'maxBacklogMs'
      | 'pingMs'
    >
  > = {},
  problems: () => string[] = () => [],
): Promise<TestServer> {
  return startTestServer<TestContext>({
    schema: schemaOf(sdl, resolvers),
    createContext: (vlens, facts) => ({ vlens: operationsOf(vlens), ...facts }),
    vlens,
    upstreamHealth: { breakerState: () => 'closed', problems },
    env,
    overrides,
  });
}
