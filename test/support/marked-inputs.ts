import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';

/** An operation with one marked value, sent by variable and, as far as the grammar allows, as a literal. */
export interface MarkedOperation {
  /** Where the value stands, e.g. `login.input.geoLocation.latitude`. */
  position: string;
  document: string;
  variables: Record<string, unknown>;
  literalDocument: string;
}

/** One operation for every input position of the schema that a value can be put in, at any depth. */
export function markedOperations(schema: GraphQLSchema, mark: unknown): MarkedOperation[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).flatMap((field) =>
      field.args.flatMap((marked) =>
        positions(marked.type).map((path) => {
          const variables = Object.fromEntries(
            field.args.map((arg) => [
              arg.name,
              arg === marked ? withMark(arg.type, path, mark) : usual(arg.type),
            ]),
          );
          const selection =
            'getFields' in getNamedType(field.type) || isUnion(field.type) ? '{ __typename }' : '';
          const call = (value: (arg: GraphQLArgument) => string) =>
            `${field.name}(${field.args.map((arg) => `${arg.name}: ${value(arg)}`).join(', ')}) ${selection}`;
          const definitions = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
          return {
            position: [field.name, marked.name, ...path].join('.'),
            document: `${kind} Marked(${definitions}) { ${call((arg) => `$${arg.name}`)} }`,
            variables,
            literalDocument: `${kind} { ${call((arg) => literal(variables[arg.name], arg.type))} }`,
          };
        }),
      ),
    ),
  );
}

type Path = (string | number)[];

function isUnion(type: unknown): boolean {
  return 'getTypes' in Object(getNamedType(type as GraphQLInputType));
}

/** Every path to a place for a value: the whole, each field of an object, the first item of a list. */
function positions(type: GraphQLInputType): Path[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [[], ...positions(nullable.ofType).map((path) => [0, ...path])];
  if (!isInputObjectType(nullable)) return [[]];
  const inner = Object.values(nullable.getFields()).flatMap((field) =>
    positions(field.type).map((path) => [field.name, ...path]),
  );
  return [[], ...inner];
}

function withMark(type: GraphQLInputType, [step, ...rest]: Path, mark: unknown): unknown {
  if (step === undefined) return mark;
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [withMark(nullable.ofType, rest, mark)];
  if (!isInputObjectType(nullable)) return mark;
  return Object.fromEntries(
    Object.values(nullable.getFields()).map((field) => [
      field.name,
      field.name === step ? withMark(field.type, rest, mark) : usual(field.type),
    ]),
  );
}

/** A value that the type takes. */
function usual(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [usual(nullable.ofType)];
  if (isInputObjectType(nullable)) {
    return Object.fromEntries(
      Object.values(nullable.getFields()).map((field) => [field.name, usual(field.type)]),
    );
  }
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  const byScalar: Record<string, unknown> = {
    UUID: '7d0f1c5e-2b7a-4c3e-9a51-0c2d3e4f5a6b',
    DateTime: '2026-11-23T12:00:00.000Z',
    Int: 1,
    Float: 1.5,
    Boolean: true,
  };
  return byScalar[String(nullable)] ?? 'text';
}

function literal(value: unknown, type?: GraphQLInputType): string {
  const nullable = type && getNullableType(type);
  if (Array.isArray(value)) {
    const inner = isListType(nullable) ? nullable.ofType : undefined;
    return `[${value.map((item) => literal(item, inner)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(nullable) ? nullable.getFields() : {};
    return `{ ${Object.entries(value)
      .map(([name, item]) => `${name}: ${literal(item, fields[name]?.type)}`)
      .join(', ')} }`;
  }
  return isEnumType(nullable) && typeof value === 'string' ? value : JSON.stringify(value);
}
