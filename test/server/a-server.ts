import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { GraphQLDateTime, GraphQLUUID } from 'graphql-scalars';
import type { CallerVlens } from '../../src/idempotency/remembered-vlens.js';
import type { ContractPdfs } from '../../src/server/contract-download.js';
import type { UpstreamCall, VlensApi } from '../../src/vlens/api.js';
import { startTestServer, type TestServer } from '../support/server.js';

/** What the resolvers of these tests see of a request. */
export interface TestContext {
  vlens: VlensApi;
  requestId: string;
  publicUrl: string;
}

export type Resolvers = Record<string, GraphQLFieldResolver<unknown, TestContext>>;

export interface Caller {
  token: string | null;
  signal: AbortSignal;
  onCall: (call: UpstreamCall) => void;
}

/** A schema from its language, with the gateway's scalars and resolvers by field. */
export function schemaOf(sdl: string, resolvers: Resolvers = {}): GraphQLSchema {
  const schema = buildSchema(`scalar UUID\nscalar DateTime\n${sdl}`);
  Object.assign(schema.getType('UUID') ?? {}, { ...GraphQLUUID.toConfig() });
  Object.assign(schema.getType('DateTime') ?? {}, { ...GraphQLDateTime.toConfig() });
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) field.resolve = resolvers[field.name];
  }
  return schema;
}

/** A client whose other operations fail the test's request, should something call them. */
export function vlensWith(
  operations: Partial<VlensApi> | ((caller: Caller) => Partial<VlensApi>),
  downloadContractPdf: ContractPdfs['downloadContractPdf'] = () =>
    Promise.reject(new Error('No download here.')),
): ContractPdfs {
  return {
    for: (caller) => (typeof operations === 'function' ? operations(caller) : operations) as CallerVlens,
    downloadContractPdf,
  };
}

/** A clock that moves on by this much each time it is looked at. */
export function steppingClock(stepMs: number): () => number {
  let now = 0;
  return () => (now += stepMs);
}

/** The gateway's server over a schema in a few lines. */
export function aServer(
  sdl: string,
  resolvers: Resolvers = {},
  vlens: ContractPdfs = vlensWith({}),
  env: Record<string, string> = {},
  around: { shutdownTimeoutMs?: number; monotonicMs?: () => number } = {},
): Promise<TestServer> {
  return startTestServer<TestContext>({
    schema: schemaOf(sdl, resolvers),
    createContext: (api, facts) => ({ vlens: api, ...facts }),
    vlens,
    env,
    around,
  });
}
