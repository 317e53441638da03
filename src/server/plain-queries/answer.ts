import { type GraphQLResolveInfo, type GraphQLSchema, getArgumentValues, getVariableValues } from 'graphql';
import type { PlannedField, PlannedObject, PlannedType, QueryPlan } from './plan.js';

type Path = GraphQLResolveInfo['path'];
type Data = Record<string, unknown>;

/** Something in it is not as planned. What it is, graphql-js says better. */
const NOT_PLAIN = new Error('Not plain.');

export interface AskedFor {
  schema: GraphQLSchema;
  plan: QueryPlan;
  variables: Record<string, unknown> | undefined;
  context: unknown;
}

/**
 * The data of a planned query; null where there is any error or doubt: then the operation has to be executed the long way,
 * which finds what was read already in the loaders of the same context.
 */
export async function answerOf({ schema, plan, variables, context }: AskedFor): Promise<Data | null> {
  const { coerced } = getVariableValues(schema, plan.operation.variableDefinitions ?? [], variables ?? {});
  if (!coerced) return null;
  try {
    const answering = new Answering(schema, plan, coerced, context);
    const data = answering.object(plan.root, undefined, undefined);
    return (await answering.isWhole()) ? data : null;
  } catch {
    return null;
  }
}

/** Executes as graphql-js does (GraphQL, 6 Execution), as long as nothing goes wrong. */
class Answering {
  private promised = 0;
  private hasFailed = false;
  private decide: ((isWhole: boolean) => void) | null = null;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly plan: QueryPlan,
    private readonly variableValues: Data,
    private readonly context: unknown,
  ) {}

  /** When all that was promised is in its place, or something of it never will be. */
  isWhole(): Promise<boolean> | boolean {
    if (this.promised === 0 || this.hasFailed) return !this.hasFailed;
    return new Promise((resolve) => {
      this.decide = resolve;
    });
  }

  object({ fields }: PlannedObject, source: unknown, path: Path | undefined): Data {
    const data: Data = {};
    for (const field of fields) this.field(field, source, data, path);
    return data;
  }

  private field(field: PlannedField, source: unknown, data: Data, parent: Path | undefined): void {
    const { key, typename, definition, parentType, type } = field;
    if (typename !== null) {
      data[key] = typename;
    } else if (definition.resolve) {
      const path: Path = { prev: parent, key, typename: parentType.name };
      const { nodes } = field;
      const args = getArgumentValues(definition, nodes[0], this.variableValues);
      this.put(type, definition.resolve(source, args, this.context, this.info(field, path)), data, key, path);
    } else {
      const value = (source as Data)[definition.name];
      if (typeof value === 'function') throw NOT_PLAIN;
      const path = type.kind === 'leaf' ? parent : { prev: parent, key, typename: parentType.name };
      this.put(type, value, data, key, path);
    }
  }

  private put(
    type: PlannedType,
    value: unknown,
    to: Data | unknown[],
    key: string | number,
    path?: Path,
  ): void {
    const place = to as Data;
    if (!isPromise(value)) {
      place[key] = this.completed(type, value, path);
      return;
    }
    // Its place in the order is taken now.
    place[key] = null;
    this.promised += 1;
    const failed = () => {
      this.hasFailed = true;
      this.decide?.(false);
    };
    value.then((settled) => {
      try {
        place[key] = this.completed(type, settled, path);
      } catch {
        return failed();
      }
      this.promised -= 1;
      if (this.promised === 0) this.decide?.(true);
    }, failed);
  }

  private completed(type: PlannedType, value: unknown, path: Path | undefined): unknown {
    if (value == null) {
      if (type.isNullable) return null;
      throw NOT_PLAIN;
    }
    if (value instanceof Error) throw NOT_PLAIN;
    if (type.kind === 'leaf') return type.type.serialize(value) ?? fail();
    if (type.kind === 'list') return this.list(type, value, path);
    const { of } = type;
    if (typeof value !== 'object') throw NOT_PLAIN;
    return this.object(of, value, path);
  }

  private list(
    { of, asksResolvers }: PlannedType & { kind: 'list' },
    values: unknown,
    path?: Path,
  ): unknown[] {
    if (!Array.isArray(values)) throw NOT_PLAIN;
    const all: unknown[] = [];
    for (const [index, value] of values.entries()) {
      const place = asksResolvers ? { prev: path, key: index, typename: undefined } : path;
      this.put(of, value, all, index, place);
    }
    return all;
  }

  private info({ definition, nodes, parentType }: PlannedField, path: Path): GraphQLResolveInfo {
    const { operation, fragments } = this.plan;
    return {
      fieldName: definition.name,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType,
      path,
      schema: this.schema,
      fragments,
      rootValue: undefined,
      operation,
      variableValues: this.variableValues,
    };
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function fail(): never {
  throw NOT_PLAIN;
}
