import {
  type ArgumentNode,
  type ASTNode,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { expectation, UNKNOWN_VALUE } from './expectations.js';
import type { FailedOperation } from './value-free-messages.js';

const LITERALS: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

/** Whether a node of a document is a literal value. */
export function isLiteral({ kind }: ASTNode): boolean {
  return LITERALS.has(kind);
}

/**
 * The message that says what is expected in place of a literal.
 * @param earlier how many errors about the same literal were reported before
 */
export function literalSentence(placeOf: PlaceOf, literal: ASTNode | undefined, earlier: number): string {
  const type = literal && placeOf(literal)?.type;
  if (!literal || !type) return UNKNOWN_VALUE;
  const named = getNamedType(type);
  if (literal.kind === Kind.OBJECT && isInputObjectType(named)) {
    const given = new Set(literal.fields.map(({ name }) => name.value));
    const missing = Object.values(named.getFields()).filter(
      (field) => isRequiredInputField(field) && !given.has(field.name),
    )[earlier];
    if (missing)
      return `Field "${named}.${missing.name}" of required type "${missing.type}" was not provided.`;
  }
  if (literal.kind === Kind.NULL || isInputObjectType(named)) return `Expected a value of type "${type}".`;
  return expectation(named, literal.kind === Kind.INT ? Number(literal.value) : undefined);
}

/** The message for an argument whose value graphql-js refuses during execution. */
export function argumentSentence(placeOf: PlaceOf, value: ASTNode): string {
  const { argument, type } = placeOf(value) ?? {};
  if (!argument || !type) return 'An argument has an invalid value.';
  const name = `Argument "${argument.name.value}"`;
  return value.kind === Kind.VARIABLE && isNonNullType(type)
    ? `${name} of non-null type "${type}" must not be null.`
    : `${name} has an invalid value.`;
}

/** The type expected at a value's position in the document, and the argument that contains the value. */
interface Place {
  argument: ArgumentNode | null;
  type: GraphQLInputType;
}

/** Finds the position of a value in the document; undefined if the value is not in it. */
export type PlaceOf = (value: ASTNode) => Place | undefined;

/** Finds the positions of all values in one walk: hundreds of fields may each have a mistake. */
export function placesIn(operation: FailedOperation): PlaceOf {
  let places: ReadonlyMap<ASTNode, Place> | undefined;
  return (value) => {
    places ??= placesOf(operation);
    return places.get(value);
  };
}

function placesOf({ schema, document }: FailedOperation): ReadonlyMap<ASTNode, Place> {
  const places = new Map<ASTNode, Place>();
  if (!document) return places;
  const info = new TypeInfo(schema);
  let argument: ArgumentNode | null = null;
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        if (node.kind === Kind.ARGUMENT) argument = node;
        if (!isLiteral(node) && node.kind !== Kind.VARIABLE) return;
        const type = info.getInputType();
        if (type) places.set(node, { argument, type });
      },
    }),
  );
  return places;
}
