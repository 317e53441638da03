import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { MonotonicClock } from '../clock.js';
import { ErrorRequests, getRequest } from './current-request.js';
import { documentRules } from './documents/document-rules.js';
import { limitAcrossRequests } from './documents/limit-across-requests.js';
import { limitAnswers } from './documents/limit-answer.js';
import { limitCost } from './documents/limit-cost.js';
import { DOCUMENT_LIMITS } from './documents/limits.js';
import type { ParameterizedDocuments } from './documents/parameterized-documents.js';
import { parsedDocuments } from './documents/parsed-documents.js';
import { formatErrors } from './graphql-errors.js';
import { letGoOfUndeclared } from './let-go-of-undeclared.js';
import type { LoadShedder } from './load-shedder.js';
import { type OperationHooks, operationPlugin } from './operation-hooks.js';
import { type NoteOperation, operationLog } from './operation-log.js';
import { shedReads } from './shed-reads.js';
import { shortenMistaken } from './shorten-mistaken.js';
import { refuseSubscriptions } from './subscriptions/refuse-subscriptions.js';
import { successWithErrors } from './success-with-errors.js';
import { traceOperations } from './tracing/operations.js';
import { upstreamExtension } from './upstream-extension.js';
import { clientMistakes } from './value-free-messages.js';

export interface ApolloSettings {
  schema: GraphQLSchema;
  production: boolean;
  /** Whether a browser gets Apollo Sandbox. */
  explorers: boolean;
  /** Whether clients may read the schema. If not, errors also suggest no names from it. */
  introspection: boolean;
  /** The document that Apollo Sandbox opens with. */
  sampleDocument: string;
  logger: Logger;
  clock: MonotonicClock;
  note: NoteOperation;
  /** Operation names from trusted documents, which no client can choose. */
  knownNames: ReadonlySet<string>;
  isTraced: boolean;
  /** How often one operation may ask for a mutation, by the mutation's name. */
  maxPerOperation: ReadonlyMap<string, number>;
  loadShedder: Pick<LoadShedder, 'pressureFor'>;
  parameterized: ParameterizedDocuments;
}

/** Starts Apollo Server with this gateway's settings. The caller stops it. */
export async function startApollo<Context extends object>(
  settings: ApolloSettings,
): Promise<ApolloServer<Context>> {
  const { schema, production, logger } = settings;
  const requests = new ErrorRequests();
  const apollo = new ApolloServer<Context>({
    schema,
    nodeEnv: production ? 'production' : 'development',
    introspection: settings.introspection,
    hideSchemaDetailsFromClientErrors: !settings.introspection,
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens },
    validationRules: documentRules(settings.maxPerOperation),
    validationOptions: { maxErrors: DOCUMENT_LIMITS.errors },
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: parsedDocuments(settings.parameterized),
    stopOnTerminationSignals: false,
    formatError: formatErrors(requests, logger),
    logger: withoutQuotes(logger),
    plugins: [
      landingPage(settings),
      ...(settings.isTraced ? [traceOperations(settings.knownNames)] : []),
      operationPlugin(hooksOf(settings, requests), settings.clock),
      // This plugin wraps every field, and the gateway uses no cache hints.
      ApolloServerPluginCacheControlDisabled(),
      // These plugins send nothing to Apollo, even if the environment sets APOLLO_KEY or APOLLO_SCHEMA_REPORTING.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

function hooksOf(settings: ApolloSettings, requests: ErrorRequests): OperationHooks[] {
  return [
    notingRequests(requests),
    letGoOfUndeclared(),
    // Before the operation log, which records the outcome.
    limitAnswers(),
    operationLog(settings),
    refuseSubscriptions(),
    shedReads(settings.loadShedder),
    limitCost(),
    limitAcrossRequests(settings.maxPerOperation),
    // After limitAcrossRequests, which would take a shortened text for an idempotency key.
    shortenMistaken(),
    successWithErrors(),
    ...(settings.production ? [] : [upstreamExtension()]),
  ];
}

/** Records two things on the request: the operation's kind, and which errors belong to the request, before Apollo Server formats them. */
function notingRequests(requests: ErrorRequests): OperationHooks {
  return {
    didResolveOperation({ contextValue, operation }) {
      getRequest(contextValue)?.isOf(operation?.operation);
    },
    didEncounterErrors({ contextValue, errors, schema, document, request: { operationName, variables } }) {
      const request = getRequest(contextValue);
      const mistakes = clientMistakes(errors, { schema, document, operationName, variables });
      for (const [at, error] of errors.entries())
        requests.note(error, { request, mistake: mistakes[at] ?? null });
    },
  };
}

function landingPage({ explorers, sampleDocument }: ApolloSettings): ApolloServerPlugin {
  if (!explorers) return ApolloServerPluginLandingPageDisabled();
  const sharedHeaders = { Authorization: 'Bearer PASTE-THE-ACCESS-TOKEN-HERE' };
  return withWayOut(
    ApolloServerPluginLandingPageLocalDefault({
      embed: { runTelemetry: false, initialState: { sharedHeaders } },
      includeCookies: false,
      document: sampleDocument,
    }),
  );
}

/**
 * If a browser cannot reach Apollo's CDN, the landing page only says that it is offline. This adds a link to the explorer to that message.
 * The empty frame of Apollo Sandbox would cover the message, so CSS hides it.
 */
function withWayOut(plugin: ApolloServerPlugin): ApolloServerPlugin {
  return {
    async serverWillStart(service) {
      const listener = (await plugin.serverWillStart?.(service)) || undefined;
      const page = await listener?.renderLandingPage?.();
      const html = async () => {
        const given = (await (typeof page?.html === 'function' ? page.html() : page?.html)) ?? '';
        return given
          .replace('</style>', '#embeddableSandbox:empty { display: none; }</style>')
          .replace(
            /(<p>[^<]*offline\.)<\/p>/,
            '$1 <a href="/explorer">The explorer</a> needs no internet.</p>',
          );
      };
      return { renderLandingPage: async () => ({ html }) };
    },
  };
}

/**
 * Apollo Server's log messages quote errors after a colon, and those may quote what a client sent. Only the part before the colon is
 * logged.
 */
function withoutQuotes(logger: Logger) {
  const sentence = (message?: unknown) => String(message).split(':')[0];
  return {
    debug: (message?: unknown) => logger.debug({}, `Apollo Server: ${sentence(message)}`),
    info: (message?: unknown) => logger.info({}, `Apollo Server: ${sentence(message)}`),
    warn: (message?: unknown) => logger.warn({}, `Apollo Server: ${sentence(message)}`),
    error: (message?: unknown) => logger.error({}, `Apollo Server internal error: ${sentence(message)}`),
  };
}
