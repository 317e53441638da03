import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { Logger } from 'pino';
import { ArgumentValidationError } from 'type-graphql';
import { toLoggableError } from '../log.js';
import { CLIENT_CLOSED_CODE } from '../metrics/operations.js';
import { ReadRefused, VlensFault } from '../vlens/faults.js';
import { hintOf, inLanguage, say } from '../vlens/messages/words.js';
import { IdempotencyKeyReused } from '../vlens/middleware/idempotency.js';
import { type CurrentRequest, type ErrorRequests, idsOf } from './current-request.js';
import { type ClientError, fromFieldErrors, fromInvalidInput, inputError } from './field-errors.js';
import { RETRY_AFTER_SECONDS, TOO_BUSY } from './load-shedder.js';

/**
 * Apollo Server's `formatError`: the only place where exceptions become GraphQL errors. Unknown errors never reach a client, and no error
 * repeats a value that the client sent.
 */
export function formatErrors(requests: ErrorRequests, logger: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const noted = requests.of(error) ?? requests.of(causeOf(error));
    return toClientError(noted?.request, logger, formatted, error, noted?.mistake ?? null);
  };
}

/**
 * The error that a request's client gets, in graphql-js's own form.
 * @param mistake the message about a mistake in the request, from `clientMistakes`
 */
export function toClientError(
  request: CurrentRequest | undefined,
  logger: Logger,
  formatted: GraphQLFormattedError,
  error: unknown,
  mistake: string | null,
): GraphQLFormattedError {
  const known = clientError(error, mistake) ?? (request?.hasLeft ? CLIENT_CLOSED : null);
  if (request && isOfToken(causeOf(error))) request.isTokenRefused = true;
  if (!known) {
    logger.error(
      { ...idsOf(request), field: fieldOf(error), error: toLoggableError(causeOf(error)) },
      'unexpected error in a resolver',
    );
  }
  const { extensions, fieldErrors, ...said } = known ?? UNEXPECTED;
  const language = request?.language ?? 'en';
  const message = inLanguage(language, said);
  const hint = said.hint ?? hintOf(said);
  return {
    message,
    ...(formatted.locations ? { locations: formatted.locations } : {}),
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: {
      ...extensions,
      ...(fieldErrors ? { fieldErrors: fieldErrors.map((each) => inputError(each, language)) } : {}),
      ...(hint === undefined || hint === message ? {} : { hint }),
      requestId: request?.id,
    },
  };
}

const UNEXPECTED: ClientError = {
  ...say('unexpected'),
  extensions: { code: ApolloServerErrorCode.INTERNAL_SERVER_ERROR },
};

/** No client reads this error: the client has left, which cancelled what it waited for. */
const CLIENT_CLOSED: ClientError = {
  message: 'The client closed the connection before the answer.',
  extensions: { code: CLIENT_CLOSED_CODE },
};

const KEY_REUSED: ClientError = {
  ...say('keyReused'),
  extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT },
};

function clientError(error: unknown, mistake: string | null): ClientError | null {
  const cause = causeOf(error);
  if (cause instanceof VlensFault) return fromFault(cause);
  if (cause instanceof ReadRefused) return fromRefusal(cause);
  if (cause instanceof IdempotencyKeyReused) return KEY_REUSED;
  if (cause instanceof ArgumentValidationError && Array.isArray(cause.extensions.validationErrors)) {
    return fromInvalidInput(cause.extensions.validationErrors, inputName(error));
  }
  return error instanceof GraphQLError ? fromGraphQL(error, mistake) : null;
}

function fromFault({ code, said, details }: VlensFault): ClientError {
  const { retryAfterSeconds, outcome } = details;
  return {
    ...said,
    extensions: {
      code,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(outcome === undefined ? {} : { outcome }),
    },
  };
}

/** A read's result type has no union for refusals, so a refusal becomes an error (docs/decisions/0001). */
function fromRefusal({ rejection: { reason, errorCode } }: ReadRefused): ClientError {
  switch (reason) {
    case 'INVALID_INPUT':
      return {
        ...say('inputRefused'),
        extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT, reason, errorCode },
      };
    case 'INVALID_CREDENTIALS':
      return {
        ...say('credentialsRefused'),
        extensions: { code: 'UNAUTHENTICATED', reason, errorCode },
      };
    default:
      return {
        ...say('readRefused'),
        extensions: { code: 'FORBIDDEN', reason, errorCode },
      };
  }
}

/** Whether an error means that Vlens does not accept the token. For a refused read, the reason INVALID_CREDENTIALS says so. */
function isOfToken(cause: unknown): boolean {
  if (cause instanceof ReadRefused) return cause.rejection.reason === 'INVALID_CREDENTIALS';
  return cause instanceof VlensFault && cause.details.isOfToken === true;
}

/** Every mutation has one argument, `input`, and class-validator's paths start inside it. */
function inputName(error: unknown): string {
  const [field] = (error instanceof GraphQLError ? error.nodes : null) ?? [];
  const names = field?.kind === Kind.FIELD ? field.arguments?.map(({ name }) => name.value) : [];
  return names?.includes('input') ? 'input' : '';
}

/** Errors of graphql-js, of Apollo Server, and those that a resolver throws on purpose. */
function fromGraphQL(error: GraphQLError, mistake: string | null): ClientError | null {
  const { code } = error.extensions;
  switch (code) {
    case ApolloServerErrorCode.GRAPHQL_PARSE_FAILED:
    case ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED:
    case ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE:
      return { message: mistake ?? UNKNOWN_MISTAKE, extensions: { code } };
    case ApolloServerErrorCode.BAD_USER_INPUT:
      return error.path === undefined ? fromMistake(mistake ?? UNKNOWN_MISTAKE) : fromWrongInput(error);
    case TOO_BUSY.code:
      return {
        message: error.message,
        sentence: TOO_BUSY.sentence,
        extensions: { code, retryAfterSeconds: RETRY_AFTER_SECONDS },
      };
    case ApolloServerErrorCode.BAD_REQUEST:
    case ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND:
    case ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED:
      return { message: error.message, extensions: { code } };
    default:
      // graphql-js gives some errors no code although the client's variables cause them (execution/values.js).
      return mistake === null ? null : fromMistake(mistake);
  }
}

/** An error that a resolver throws itself (`resolvers/bad-user-input.ts`). */
function fromWrongInput({ message, extensions: { fieldErrors } }: GraphQLError): ClientError {
  return Array.isArray(fieldErrors) ? fromFieldErrors(fieldErrors) : fromMistake(message);
}

/**
 * An error about a developer's mistake. Its message does not help a customer, and every reader of Arabic is a customer, so customers get a
 * general sentence.
 */
function fromMistake(mistake: string): ClientError {
  return {
    ...say('inputOfApp'),
    message: mistake,
    extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT },
    hint: mistake,
  };
}

const UNKNOWN_MISTAKE = 'The operation is not valid.';

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

/** The field's name in the schema; an alias is the client's own text. */
function fieldOf(error: unknown): string | undefined {
  const [field] = (error instanceof GraphQLError ? error.nodes : null) ?? [];
  return field?.kind === Kind.FIELD ? field.name.value : undefined;
}
