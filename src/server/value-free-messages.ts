import { ApolloServerErrorCode } from '@apollo/server/errors';
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, Lexer, TokenKind } from 'graphql';
import { DOCUMENT_LIMITS } from './documents/limits.js';
import { argumentSentence, isLiteral, literalSentence, type PlaceOf, placesIn } from './literal-mistakes.js';
import { variableMistakes } from './variable-mistakes.js';

/** The operation that errors are about, as far as it could be read. */
export interface FailedOperation {
  schema: GraphQLSchema;
  document?: DocumentNode | undefined;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** Apollo Server's own message names one of its options, which is not a setting of this gateway. */
const INTROSPECTION_OFF =
  'Clients may not read the schema here: the operator allows it with INTROSPECTION=true. docs/reference/schema.md has it.';

const UNREADABLE = 'Syntax Error: The document can’t be read from here on.';
const NO_SUCH_OPERATION = 'The document has no operation of the name that operationName gives.';
const MORE_MISTAKES = 'There are more mistakes in the variables than are listed here.';

/**
 * The client's message for each mistake that graphql-js finds in a request; null for other errors. graphql-js quotes values, and an OTP
 * that was sent as a number must not appear in an error or a log. So each message is made from the schema and the position of the mistake,
 * without using graphql-js's text.
 */
export function clientMistakes(
  errors: readonly GraphQLError[],
  operation: FailedOperation,
): (string | null)[] {
  const variableSentence = variableSentences(errors, operation);
  const placeOf = placesIn(operation);
  const seen = new Map<unknown, number>();
  return errors.map((error) => {
    const [node] = error.nodes ?? [];
    const earlier = seen.get(node) ?? 0;
    seen.set(node, earlier + 1);
    switch (error.extensions.code) {
      case ApolloServerErrorCode.GRAPHQL_PARSE_FAILED:
        return syntaxSentence(error);
      case ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED:
        return validationSentence(error, placeOf, earlier);
      case ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE:
        return operation.operationName ? NO_SUCH_OPERATION : error.message;
      default:
        return variableSentence(error) ?? argumentMistake(error, placeOf);
    }
  });
}

/** graphql-js's message stays if it only names fields and types. It is replaced if it may quote literal values. */
function validationSentence(error: GraphQLError, placeOf: PlaceOf, earlier: number): string {
  const nodes = error.nodes ?? [];
  if (isIntrospectionRefused(error)) return INTROSPECTION_OFF;
  const literal = nodes.find(isLiteral);
  if (nodes.length > 0 && !literal) return error.message;
  return literalSentence(placeOf, literal, earlier);
}

/**
 * Whether introspection was refused. Over streams, graphql-js's own rule refuses it, and its error has no code. Nothing else about
 * `__schema { … }` alone can be wrong.
 */
function isIntrospectionRefused({ extensions, nodes = [] }: GraphQLError): boolean {
  const [node] = nodes;
  const isSchemaField =
    node?.kind === Kind.FIELD && node.name.value === '__schema' && Boolean(node.selectionSet);
  return extensions.validationErrorCode === 'INTROSPECTION_DISABLED' || (isSchemaField && nodes.length === 1);
}

/** Names the kind of the unexpected token, not its content. */
function syntaxSentence({ source, positions }: GraphQLError): string {
  const [position] = positions ?? [];
  if (!source || position === undefined) return UNREADABLE;
  const lexer = new Lexer(source);
  try {
    let tokens = 0;
    do {
      lexer.advance();
      tokens += 1;
      if (tokens > DOCUMENT_LIMITS.tokens)
        return `Syntax Error: Document contains more than ${DOCUMENT_LIMITS.tokens} tokens.`;
    } while (lexer.token.start < position && lexer.token.kind !== TokenKind.EOF);
  } catch {
    return UNREADABLE;
  }
  const { kind } = lexer.token;
  return `Syntax Error: Unexpected ${/^\W{1,3}$/.test(kind) ? `"${kind}"` : kind}.`;
}

/**
 * Messages for errors in variables. Variables are read before execution, so such an error has no path, and all errors of its batch are
 * about variables.
 */
function variableSentences(errors: readonly GraphQLError[], operation: FailedOperation) {
  if (!errors.some(isAboutVariable)) return () => null;
  const mistakes = variableMistakes(operation);
  return (error: GraphQLError) => {
    if (isAboutVariable(error)) return mistakes(error.nodes[0]);
    return error.path === undefined && !error.nodes && !error.originalError ? MORE_MISTAKES : null;
  };
}

function isAboutVariable(error: GraphQLError): error is GraphQLError & { nodes: [VariableDefinition] } {
  return error.path === undefined && error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;
}

type VariableDefinition = Parameters<ReturnType<typeof variableMistakes>>[0];

/** graphql-js finds some mistakes in arguments only during execution. Errors that resolvers throw name no node. */
function argumentMistake({ originalError }: GraphQLError, placeOf: PlaceOf): string | null {
  if (!(originalError instanceof GraphQLError) || originalError.extensions.code !== undefined) return null;
  const [node] = originalError.nodes ?? [];
  return node && (isLiteral(node) || node.kind === Kind.VARIABLE) ? argumentSentence(placeOf, node) : null;
}
