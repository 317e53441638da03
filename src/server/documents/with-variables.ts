import {
  type DocumentNode,
  GraphQLFloat,
  type GraphQLScalarType,
  type GraphQLSchema,
  getNullableType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  parse,
  parseType,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { nameOf } from './document-shape.js';
import { DOCUMENT_LIMITS } from './limits.js';

/** A document that takes its values as variables. */
export interface Parameterized {
  document: DocumentNode;
  /** The types of the values, in the order of the values. */
  types: readonly GraphQLScalarType[];
}

/** The document with a variable in place of each value; null if one of them can't be a variable. */
export function withVariables(
  schema: GraphQLSchema,
  shape: string,
  starts: readonly number[],
): Parameterized | null {
  const parsed = parsedOrNull(shape);
  const operations = parsed?.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION) ?? [];
  if (!parsed || operations.length !== 1) return null;
  const types: GraphQLScalarType[] = [];
  const definitions: VariableDefinitionNode[] = [];
  const info = new TypeInfo(schema);
  const toVariable = (node: ValueNode) => {
    const at = starts.indexOf(node.loc?.start ?? -1);
    const type = info.getInputType();
    const scalar = getNullableType(type);
    if (at < 0 || !type || !isScalarType(scalar)) return undefined;
    // As a variable, 1.0 is a valid integer; as a literal it is not.
    if (node.kind === Kind.FLOAT && scalar !== GraphQLFloat) return undefined;
    const name = { kind: Kind.NAME, value: nameOf(at) } as const;
    const variable = { kind: Kind.VARIABLE, name, ...(node.loc ? { loc: node.loc } : {}) } as const;
    definitions.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: parseType(String(type)) });
    types[at] = scalar;
    return variable;
  };
  const document: DocumentNode = visit(
    parsed,
    visitWithTypeInfo(info, {
      VariableDefinition: () => false,
      Directive: () => false,
      StringValue: toVariable,
      IntValue: toVariable,
      FloatValue: toVariable,
    }),
  );
  if (definitions.length !== starts.length) return null;
  const withDefinitions = (operation: OperationDefinitionNode): OperationDefinitionNode => ({
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...definitions],
  });
  const all = document.definitions.map((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? withDefinitions(each) : each,
  );
  return { document: { ...document, definitions: all }, types };
}

function parsedOrNull(text: string): DocumentNode | null {
  try {
    return parse(text, { maxTokens: DOCUMENT_LIMITS.tokens });
  } catch {
    return null;
  }
}
