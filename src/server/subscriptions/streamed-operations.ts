import type { ApolloServer, GraphQLRequest } from '@apollo/server';
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Logger } from 'pino';
import type { Resuming } from '../answers-in-turn.js';
import type { CurrentRequest } from '../current-request.js';
import { limitError } from '../documents/cost.js';
import { documentRules } from '../documents/document-rules.js';
import { withinTexts } from '../documents/limit-answer.js';
import { DOCUMENT_LIMITS } from '../documents/limits.js';
import type { TrustedDocuments } from '../documents/trusted-documents.js';
import { toClientError } from '../graphql-errors.js';
import type { Client } from '../in-flight-by-client.js';
import { keepOnly } from '../let-go-of-undeclared.js';
import { type LoadShedder, tooBusy } from '../load-shedder.js';
import { clientMistakes, type FailedOperation } from '../value-free-messages.js';
import { type KnownSubscription, KnownSubscriptions } from './known-subscriptions.js';
import type { OpenedBy } from './opened-by.js';
import { SharedResult, SharedResults } from './shared-results.js';

export interface OperationParts<Context extends object> {
  schema: GraphQLSchema;
  introspection: boolean;
  apollo: ApolloServer<Context>;
  trustedDocuments: TrustedDocuments;
  maxPerOperation: ReadonlyMap<string, number>;
  logger: Logger;
  loadShedder: Pick<LoadShedder, 'pressureFor' | 'held'>;
  turnGate: Resuming;
}

/** What a client sends to have an operation executed over a stream. */
export interface SentOperation {
  query?: string | null;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  extensions?: Record<string, unknown> | null;
}

/** An operation ready to execute, or the errors that the client gets instead. */
export type Prepared =
  | { args: ExecutionArgs; subscription: null }
  | { args: ExecutionArgs; subscription: AskedSubscription }
  | { errors: GraphQLFormattedError[] };

/** A valid subscription. */
export interface AskedSubscription {
  args: ExecutionArgs;
  known: KnownSubscription;
  /**
   * The same for all clients with the same subscription: it contains the document, the variables, the language, and how the client reached
   * this gateway.
   */
  asked: string;
}

/** The result that a client gets for an event, and its JSON text. */
export interface ClientResult {
  result: ExecutionResult;
  text: string;
}

/**
 * Operations over WebSocket and SSE, with the same limits and errors as over HTTP. Apollo Server executes queries and mutations. It does
 * not execute subscriptions, so this class checks those against the same rules.
 */
export class StreamedOperations<Context extends object> {
  /** What each request sent, for messages about its mistakes. */
  private readonly sent = new WeakMap<CurrentRequest, FailedOperation>();

  private readonly rules: readonly ValidationRule[];
  private readonly known = new KnownSubscriptions();
  private readonly results = new SharedResults();

  constructor(private readonly parts: OperationParts<Context>) {
    this.rules = documentRules(parts.maxPerOperation, parts.introspection);
  }

  /** Parses and checks an operation; returns errors if something is wrong with it. */
  prepare(
    sent: SentOperation,
    current: CurrentRequest,
    { protocol, host }: Pick<OpenedBy, 'protocol' | 'host'>,
  ): Prepared {
    const { schema } = this.parts;
    const { document, errors, known } = this.read(sent, current);
    keepOnly(sent, OF_AN_OPERATION);
    const { operationName, variables } = sent;
    this.sent.set(current, { schema, document, operationName, variables });
    if (!document || errors) return { errors: this.format(errors ?? [], current) };
    current.kind = getOperationAST(document, operationName)?.operation;
    if (!known)
      return { args: { schema, document, operationName, variableValues: variables }, subscription: null };
    // The subscription keeps only its declared variables in memory for as long as it is open.
    const declared = declaredOf(document, operationName, variables);
    this.sent.set(current, { schema, document, operationName, variables: declared });
    const args = { schema, document, operationName, variableValues: declared };
    const asked = `${known.id} ${current.language} ${protocol}://${host} ${JSON.stringify(declared)}`;
    return { args, subscription: { args, known, asked } };
  }

  /** Reserves memory for a subscription. Returns a function that releases it, or null if there is no room. */
  hold({ known }: AskedSubscription, from: string): (() => void) | null {
    return this.known.hold(known, from, this.parts.loadShedder.held);
  }

  /** The events of a subscription, or a result that says why there are none. */
  async eventsOf(
    { args }: AskedSubscription,
    contextValue: Context,
  ): Promise<AsyncIterableIterator<object> | ExecutionResult> {
    const events = await createSourceEventStream({ ...args, contextValue });
    return events as AsyncIterableIterator<object> | ExecutionResult;
  }

  /**
   * The result of an event for a subscriber. It is executed and serialized once for all subscribers of one caller with the same
   * subscription.
   */
  async resultOf(
    event: object,
    { args, asked }: AskedSubscription,
    current: CurrentRequest,
    newContext: () => Context,
  ): Promise<ClientResult> {
    const run = async () => {
      // One change is an event for all subscriptions of a caller, which may be a hundred different ones. A client that gets one that is no error
      // has a token that Vlens accepted.
      await this.parts.turnGate.resumed(current, !(event instanceof Error));
      const result = await execute({ ...args, contextValue: newContext(), rootValue: event });
      return new SharedResult(withinTexts(result), current.hasLeft);
    };
    // An error that ends a subscription may go to several callers, so its result is not shared.
    const shared = await (event instanceof Error ? run() : this.results.of(event, asked, run));
    const isOthers = shared.isCutShort && shared.result.errors && !current.hasLeft;
    const own = isOthers ? await run() : shared;
    if (!own.result.errors) return own;
    const result = this.toClientResult(own.result, current);
    return { result, text: JSON.stringify(result) };
  }

  /** Executes a query or mutation. */
  async execute(sent: SentOperation, contextValue: Context): Promise<ExecutionResult> {
    const { apollo } = this.parts;
    const request: GraphQLRequest = {
      query: sent.query ?? undefined,
      operationName: sent.operationName ?? undefined,
      variables: sent.variables ?? undefined,
    };
    const { body } = await apollo.executeOperation(request, { contextValue });
    return (body.kind === 'single' ? body.singleResult : body.initialResult) as ExecutionResult;
  }

  /** The result for the client, with errors as over HTTP. Apollo Server has already formatted its own errors. */
  toClientResult(result: ExecutionResult, current: CurrentRequest): ExecutionResult {
    const { errors } = result;
    if (!errors?.some((error) => error instanceof GraphQLError)) return result;
    return { ...result, errors: this.format(errors, current) as unknown as readonly GraphQLError[] };
  }

  /** The errors for a request that this transport does not accept. */
  refusal(message: string, current: CurrentRequest): GraphQLFormattedError[] {
    return this.format(refused(message, 'BAD_REQUEST').errors, current);
  }

  private format(errors: readonly GraphQLError[], current: CurrentRequest): GraphQLFormattedError[] {
    const { schema, logger } = this.parts;
    const mistakes = clientMistakes(errors, this.sent.get(current) ?? { schema });
    return errors.map((error, at) =>
      toClientError(current, logger, error.toJSON(), error, mistakes[at] ?? null),
    );
  }

  private read(sent: SentOperation, from: Client): ReadOperation {
    const { schema, introspection, trustedDocuments, loadShedder } = this.parts;
    const resolved = trustedDocuments.resolve(sent);
    if (resolved && 'error' in resolved) return refused(resolved.error, resolved.code ?? 'BAD_REQUEST');
    if (resolved) sent.query = resolved.text;
    const known = this.known.get(sent.query ?? '', sent.operationName);
    if (known) return this.admit(sent, known, from);
    let document: DocumentNode;
    try {
      document = parse(sent.query ?? '', { maxTokens: DOCUMENT_LIMITS.tokens });
    } catch (error) {
      return { errors: [coded(error, 'GRAPHQL_PARSE_FAILED')] };
    }
    const operation = getOperationAST(document, sent.operationName);
    if (!operation)
      return refused('The document has no such operation, or several and no operationName.', 'BAD_REQUEST');
    // Apollo Server validates queries and mutations itself.
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return { document };
    // A subscription begins with a read.
    if (loadShedder.pressureFor(() => from) !== 'accept all') return { errors: [tooBusy()] };
    // "Did you mean" suggestions reveal names in the schema, like introspection does.
    const errors = validate(schema, document, [...specifiedRules, ...this.rules], {
      hideSuggestions: !introspection,
      maxErrors: DOCUMENT_LIMITS.errors,
    });
    if (errors.length > 0)
      return { document, errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
    return this.admit(sent, this.known.keep(sent.query ?? '', sent.operationName, document), from);
  }

  /** Checks the rest of a known subscription: load, and the limits that depend on its variables. */
  private admit(sent: SentOperation, known: KnownSubscription, from: Client): ReadOperation {
    const { schema, loadShedder } = this.parts;
    if (loadShedder.pressureFor(() => from) !== 'accept all') return { errors: [tooBusy()] };
    const { document } = known;
    const { operationName, variables } = sent;
    // All clients that send this text share one copy.
    sent.query = known.text;
    const error = limitError({ schema, document, operationName, variables });
    return error === null ? { document, known } : refused(error, 'GRAPHQL_VALIDATION_FAILED');
  }
}

const OF_AN_OPERATION: ReadonlySet<string> = new Set(['query', 'operationName', 'variables']);

function declaredOf(
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Record<string, unknown> | null | undefined,
): Record<string, unknown> {
  const declared: Record<string, unknown> = {};
  for (const { variable } of getOperationAST(document, operationName)?.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (variables && Object.hasOwn(variables, name)) declared[name] = variables[name];
  }
  return declared;
}

interface ReadOperation {
  document?: DocumentNode;
  errors?: readonly GraphQLError[];
  /** Set for a valid subscription. */
  known?: KnownSubscription;
}

function refused(message: string, code: string): { errors: readonly GraphQLError[] } {
  return { errors: [new GraphQLError(message, { extensions: { code } })] };
}

/** A document may nest deeper than Node's stack allows graphql-js to follow, which Apollo Server takes for a syntax error, too. */
function coded(error: unknown, code: string): GraphQLError {
  if (error instanceof RangeError) return new GraphQLError(error.message, { extensions: { code } });
  if (!(error instanceof GraphQLError)) throw error;
  const { message, nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions: { code } });
}
