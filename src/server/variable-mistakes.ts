import {
  type GraphQLInputType,
  type GraphQLLeafType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { expectation, UNKNOWN_VALUE } from './expectations.js';
import { NAME } from './input-bounds.js';
import type { FailedOperation } from './value-free-messages.js';

/**
 * The messages for mistakes in variables. Each call for a variable returns the message for its next mistake. This finds mistakes in the
 * order of graphql-js (GraphQL, 3 Input Coercion). Each message names the path in the variable and what is expected there.
 */
export function variableMistakes({ schema, variables }: FailedOperation) {
  const left = new Map<VariableDefinitionNode, Iterator<string>>();
  return (definition: VariableDefinitionNode): string => {
    const { name } = definition.variable;
    const mistakes = left.get(definition) ?? ofDefinition(definition, { schema, variables });
    left.set(definition, mistakes);
    const { value } = mistakes.next();
    return value ?? `Variable "$${name.value}": ${UNKNOWN_VALUE}`;
  };
}

/** Whether there is any mistake in the variables that an operation declares. */
export function isMistaken(
  sent: Pick<FailedOperation, 'schema' | 'variables'>,
  definitions: readonly VariableDefinitionNode[],
): boolean {
  return definitions.some((definition) => {
    const isOptional = definition.type.kind !== Kind.NON_NULL_TYPE || definition.defaultValue !== undefined;
    const isSent = Object.hasOwn(sent.variables ?? {}, definition.variable.name.value);
    return (isSent || !isOptional) && !ofDefinition(definition, sent).next().done;
  });
}

function ofDefinition(
  definition: VariableDefinitionNode,
  { schema, variables }: Pick<FailedOperation, 'schema' | 'variables'>,
): Iterator<string> {
  const { name } = definition.variable;
  const type = typeFromAST(schema, definition.type as Parameters<typeof typeFromAST>[1]);
  const sent = Object.hasOwn(variables ?? {}, name.value) ? variables?.[name.value] : undefined;
  return isInputType(type) ? ofVariable(name.value, type, sent) : [][Symbol.iterator]();
}

function* ofVariable(name: string, type: GraphQLInputType, sent: unknown): Generator<string, undefined> {
  if (isNonNullType(type) && sent == null) {
    yield sent === undefined
      ? `Variable "$${name}" of required type "${type}" was not provided.`
      : `Variable "$${name}" of non-null type "${type}" must not be null.`;
    return;
  }
  for (const [path, expected] of within(sent, type, name))
    yield `Variable "$${name}" has an invalid value at "${path}": ${expected}`;
}

type Mistake = [path: string, expected: string];

function* within(value: unknown, type: GraphQLInputType, path: string): Generator<Mistake> {
  if (isNonNullType(type)) {
    if (value == null) yield [path, `Expected non-nullable type "${type}" not to be null.`];
    else yield* within(value, type.ofType, path);
  } else if (value == null) {
    return;
  } else if (isListType(type)) {
    if (Array.isArray(value))
      for (const [index, each] of value.entries()) yield* within(each, type.ofType, `${path}[${index}]`);
    else yield* within(value, type.ofType, path);
  } else if (isLeafType(type)) {
    if (!isTaken(type, value)) yield [path, expectation(type, value)];
  } else if (isInputObjectType(type)) {
    if (typeof value !== 'object') return yield [path, `Expected type "${type}" to be an object.`];
    const fields = type.getFields();
    for (const field of Object.values(fields)) {
      const sent = Reflect.get(value, field.name);
      if (sent !== undefined) yield* within(sent, field.type, `${path}.${field.name}`);
      else if (isRequiredInputField(field))
        yield [path, `Field "${field.name}" of required type "${field.type}" was not provided.`];
    }
    for (const key of Object.keys(value)) if (!fields[key]) yield [path, unknownField(key, type.name)];
  }
}

function unknownField(key: string, type: string): string {
  return NAME.test(key)
    ? `Field "${key}" is not defined by type "${type}".`
    : `It holds a field that type "${type}" does not define.`;
}

/** Whether a scalar or an enum accepts the value. */
export function isTaken(type: GraphQLLeafType, value: unknown): boolean {
  try {
    return type.parseValue(value) !== undefined;
  } catch {
    return false;
  }
}
