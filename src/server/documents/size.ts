import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';

/** The size of an operation, including its fragments. */
export interface Size {
  /** The nesting of fields. Introspection fields do not count: graphql-js has its own rule for their depth. */
  depth: number;
  aliases: number;
  /** Characters of the longest alias. */
  longestAlias: number;
  directives: number;
  /** One for each field. Fields below a list count as often as the list may have items. */
  cost: number;
  /** Objects requested by lists of their ids. */
  ids: number;
}

/** The cost of introspection: a document has room for at most two reads of the whole schema, or fifty of one type. */
const SCHEMA_COST = 7000;
const TYPE_COST = 400;
/** The field that returns the schema of a Federation subgraph. */
const SDL = { parent: '_Service', name: 'sdl' };

const NOTHING: Size = { depth: 0, aliases: 0, longestAlias: 0, directives: 0, cost: 0, ids: 0 };

/** Arguments that determine how long a list may be. */
const LENGTH = 'first';
const COUNTING_ARGUMENTS = [LENGTH, 'ids', 'representations'];

/** Measures a valid operation in one walk that visits each fragment once. */
export class OperationSize {
  /** The variables that the cost depends on. */
  readonly countingVariables = new Set<string>();
  private readonly ofFragments = new Map<string, Size>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly operation: OperationDefinitionNode,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Record<string, unknown>,
  ) {}

  measure(): Size {
    const { operation, selectionSet, directives } = this.operation;
    const size = this.selections(selectionSet, this.schema.getRootType(operation));
    return { ...size, directives: size.directives + count(directives) };
  }

  private selections({ selections }: SelectionSetNode, parent: GraphQLNamedType | null | undefined): Size {
    const all = { ...NOTHING };
    for (const selection of selections) {
      const own =
        selection.kind === Kind.FIELD
          ? this.field(selection, parent)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? this.fragment(selection.name.value)
            : this.selections(
                selection.selectionSet,
                selection.typeCondition ? this.schema.getType(selection.typeCondition.name.value) : parent,
              );
      all.depth = Math.max(all.depth, own.depth);
      all.aliases += own.aliases;
      all.longestAlias = Math.max(all.longestAlias, own.longestAlias);
      all.directives += own.directives + count(selection.directives);
      all.cost += own.cost;
      all.ids += own.ids;
    }
    return all;
  }

  private field(field: FieldNode, parent: GraphQLNamedType | null | undefined): Size {
    const name = field.name.value;
    const definition = fieldOf(parent, name);
    const type = definition && getNamedType(definition.type);
    const below =
      field.selectionSet && isCompositeType(type) ? this.selections(field.selectionSet, type) : NOTHING;
    const { times, ids } = this.timesOf(field, definition);
    return {
      depth: name.startsWith('__') ? 0 : 1 + below.depth,
      aliases: below.aliases + (field.alias ? 1 : 0),
      longestAlias: Math.max(below.longestAlias, field.alias?.value.length ?? 0),
      directives: below.directives,
      cost: 1 + introspectionCost(name, parent) + times * below.cost,
      ids: ids + times * below.ids,
    };
  }

  private fragment(name: string): Size {
    const known = this.ofFragments.get(name);
    if (known) return known;
    const definition = this.fragments.get(name);
    const size = definition
      ? this.selections(definition.selectionSet, this.schema.getType(definition.typeCondition.name.value))
      : NOTHING;
    this.ofFragments.set(name, size);
    return size;
  }

  private timesOf(
    { arguments: given }: FieldNode,
    definition: GraphQLField<unknown, unknown> | undefined,
  ): { times: number; ids: number } {
    for (const name of COUNTING_ARGUMENTS) {
      const declared = definition?.args.find((argument) => argument.name === name);
      if (!declared) continue;
      const sent = given?.find((argument) => argument.name.value === name);
      // If a variable is not sent and has no default, the argument's own default applies.
      const length = lengthOf(sent && this.valueOf(sent.value)) ?? lengthOf(declared.defaultValue);
      if (length === null) continue;
      // GraphQL coerces a single value to a list of one item. `first` may be negative.
      const times = Math.max(1, length);
      return { times, ids: name === LENGTH ? 0 : times };
    }
    return { times: 1, ids: 0 };
  }

  private valueOf(node: ValueNode): unknown {
    if (node.kind !== Kind.VARIABLE) return literal(node);
    const name = node.name.value;
    this.countingVariables.add(name);
    const value = sentValue(this.variables, name);
    if (value !== undefined) return value;
    const definition = this.operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === name,
    );
    return definition?.defaultValue && literal(definition.defaultValue);
  }
}

/**
 * The value of a variable, looked up as the executor does: a variable may have the name of an inherited property, such as `constructor`.
 */
export function sentValue(variables: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

/** The value of an integer, or the items of a list, which are only counted. */
function literal(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.LIST ? node.values : undefined;
}

function lengthOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.length : null;
}

function fieldOf(
  parent: GraphQLNamedType | null | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function introspectionCost(name: string, parent: GraphQLNamedType | null | undefined): number {
  if (name === SchemaMetaFieldDef.name || (name === SDL.name && parent?.name === SDL.parent))
    return SCHEMA_COST;
  return name === TypeMetaFieldDef.name ? TYPE_COST : 0;
}

function count(directives: readonly DirectiveNode[] | undefined): number {
  return directives?.length ?? 0;
}
