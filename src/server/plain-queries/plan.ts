import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  typeFromAST,
} from 'graphql';

/** What a field's value is made into. Null is no trouble only where it says so. */
export type PlannedType =
  | { kind: 'leaf'; isNullable: boolean; type: GraphQLLeafType }
  | { kind: 'list'; isNullable: boolean; of: PlannedType; asksResolvers: boolean }
  | { kind: 'object'; isNullable: boolean; of: PlannedObject };

export interface PlannedObject {
  type: GraphQLObjectType;
  fields: PlannedField[];
}

export interface PlannedField {
  /** What it is called in the answer. */
  key: string;
  /** The type's name, of `__typename`; then nothing else is here. */
  typename: string | null;
  definition: GraphQLField<unknown, unknown>;
  nodes: [FieldNode, ...FieldNode[]];
  parentType: GraphQLObjectType;
  type: PlannedType;
}

/** An operation as it can be answered without looking at its document again. */
export interface QueryPlan {
  operation: OperationDefinitionNode;
  fragments: Record<string, FragmentDefinitionNode>;
  root: PlannedObject;
}

const TYPENAME = TypeNameMetaFieldDef.name;

/**
 * The plan of a validated query; null for anything that is not plain: mutations and subscriptions, directives, interfaces
 * and unions, and questions about the schema.
 */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): QueryPlan | null {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || operation.directives?.length || !root) return null;
  const fragments: QueryPlan['fragments'] = Object.create(null);
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each;
  const planned = new Planning(schema, fragments).object(root, [operation.selectionSet]);
  return planned && { operation, fragments, root: planned };
}

class Planning {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: QueryPlan['fragments'],
  ) {}

  object(type: GraphQLObjectType, selections: SelectionSetNode[]): PlannedObject | null {
    const byKey = new Map<string, [FieldNode, ...FieldNode[]]>();
    if (!selections.every((selection) => this.collect(type, selection, byKey))) return null;
    const fields: PlannedField[] = [];
    for (const [key, nodes] of byKey) {
      const field = this.field(type, key, nodes);
      if (!field) return null;
      fields.push(field);
    }
    return { type, fields };
  }

  /** The fields by what they are called, in the order in which each comes first (GraphQL, 6.3.2 Field Collection). */
  private collect(
    type: GraphQLObjectType,
    { selections }: SelectionSetNode,
    byKey: Map<string, [FieldNode, ...FieldNode[]]>,
  ): boolean {
    return selections.every((selection) => {
      if (selection.directives?.length) return false;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = byKey.get(key);
        if (known) known.push(selection);
        else byKey.set(key, [selection]);
        return true;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments[selection.name.value] : selection;
      if (!fragment || fragment.directives?.length) return false;
      const condition = fragment.typeCondition && typeFromAST(this.schema, fragment.typeCondition);
      return (!condition || condition === type) && this.collect(type, fragment.selectionSet, byKey);
    });
  }

  private field(
    parentType: GraphQLObjectType,
    key: string,
    nodes: [FieldNode, ...FieldNode[]],
  ): PlannedField | null {
    const name = nodes[0].name.value;
    const definition = name === TYPENAME ? TypeNameMetaFieldDef : parentType.getFields()[name];
    // As a property it would be the prototype.
    if (!definition || key === '__proto__') return null;
    const type = this.type(definition.type, nodes);
    const typename = name === TYPENAME ? parentType.name : null;
    return type && { key, typename, definition, nodes, parentType, type };
  }

  private type(type: GraphQLOutputType, nodes: FieldNode[]): PlannedType | null {
    const isNullable = !isNonNullType(type);
    const inner = getNullableType(type);
    if (isLeafType(inner)) return { kind: 'leaf', isNullable, type: inner };
    if (isListType(inner)) {
      const of = this.type(inner.ofType, nodes);
      return of && { kind: 'list', isNullable, of, asksResolvers: asksResolvers(of) };
    }
    if (!isObjectType(inner) || inner.isTypeOf) return null;
    const of = this.object(
      inner,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
    return of && { kind: 'object', isNullable, of };
  }
}

/** Whether somebody below has to be told where in the answer they are. */
function asksResolvers(type: PlannedType): boolean {
  if (type.kind === 'leaf') return false;
  if (type.kind === 'list') return type.asksResolvers;
  return type.of.fields.some(
    ({ typename, definition, type }) => typename === null && (definition.resolve || asksResolvers(type)),
  );
}
