import type { ApolloServerPlugin } from '@apollo/server';
import { type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import { FAILED, outcomeOf } from '../../metrics/operations.js';
import { type CurrentRequest, getRequest } from '../current-request.js';
import { operationLabel } from '../operation-label.js';

/** The time during which the resolvers of one schema field waited for Vlens. */
interface Waited {
  since: number;
  until: number;
  times: number;
}

const waits = new WeakMap<CurrentRequest, Map<string, Waited>>();
const now = () => performance.timeOrigin + performance.now();

/** A span for each operation. Each field whose resolvers waited for Vlens gets one child span, however many objects have that field. */
export function traceOperations(knownNames: ReadonlySet<string>): ApolloServerPlugin {
  return {
    async requestDidStart({ contextValue }) {
      const request = getRequest(contextValue);
      const { openSpan: around } = request ?? {};
      if (!request || !around) return;
      const span = around.child('operation', 'internal');
      request.openSpan = span;
      return {
        async willSendResponse({ operation, response: { body } }) {
          const { errors } = body.kind === 'single' ? body.singleResult : body.initialResult;
          for (const [field, { since, until, times }] of waits.get(request) ?? [])
            span.past(field, { 'graphql.field': field, 'gateway.times': times }, since, until);
          const label = operationLabel(operation, knownNames);
          const kind = operation?.operation ?? 'none';
          const outcome = outcomeOf(errors);
          span.rename(`${kind} ${label}`);
          span.end(
            { 'graphql.operation.type': kind, 'graphql.operation.name': label, 'gateway.outcome': outcome },
            FAILED.has(outcome) ? outcome : undefined,
          );
          request.openSpan = around;
        },
      };
    },
  };
}

/** Makes the schema's resolvers record how long they wait for Vlens, in traced requests. */
export function traceResolvers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (!resolve) continue;
      const name = `${type.name}.${field.name}`;
      field.resolve = (source, args, context, info) => {
        const result: unknown = resolve(source, args, context, info);
        const request = getRequest(context);
        if (request?.openSpan && result instanceof Promise) noteWait(request, name, result);
        return result;
      };
    }
  }
}

/** Records a wait only if calls to Vlens ended during it. */
function noteWait(request: CurrentRequest, name: string, result: Promise<unknown>): void {
  const since = now();
  const before = request.upstreamCalls.length;
  const note = () => {
    if (request.upstreamCalls.length <= before) return;
    const fields = waits.get(request) ?? new Map<string, Waited>();
    waits.set(request, fields);
    const known = fields.get(name) ?? { since, until: 0, times: 0 };
    fields.set(name, { since: Math.min(known.since, since), until: now(), times: known.times + 1 });
  };
  result.then(note, note);
}
