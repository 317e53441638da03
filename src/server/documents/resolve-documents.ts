import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyRequest, preHandlerHookHandler } from 'fastify';
import type { CallerKey } from '../../vlens/caller-keys.js';
import { parametersOf, setParameters } from '../address-parameters.js';
import { leaveOutEmpty } from '../empty-parameters.js';
import { sendError } from '../http-errors.js';
import type { SentDocument, TrustedDocuments } from './trusted-documents.js';

/** Replaces a document id with the document's text, before any other code reads the request. */
export function resolveDocuments(
  trusted: TrustedDocuments,
  callerOf: (request: FastifyRequest) => CallerKey | null,
): preHandlerHookHandler {
  return (request, reply, done) => {
    const inAddress = request.method === 'GET' ? parametersOf(request.raw.url) : null;
    const repeated = inAddress && repeatedIn(inAddress);
    if (repeated) {
      const message = `The parameter \`${repeated}\` is in the address more than once.`;
      return sendError(request, reply, 400, { code: ApolloServerErrorCode.BAD_REQUEST, message });
    }
    leaveOutEmpty(request, inAddress);
    const sent = inAddress ? documentIn(inAddress) : request.body;
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return done();
    const resolved = trusted.resolve(sent, () => callerOf(request));
    if (resolved === null) return done();
    if ('error' in resolved) {
      // The status is 200, as in Apollo Server: clients' links read this error code under no other status.
      sendError(request, reply, resolved.code ? 200 : 400, {
        code: resolved.code ?? ApolloServerErrorCode.BAD_REQUEST,
        message: resolved.error,
      });
      return;
    }
    if (inAddress) {
      inAddress.delete('documentId');
      inAddress.delete('extensions');
      inAddress.set('query', resolved.text);
      setParameters(request.raw, inAddress);
      return done();
    }
    Reflect.set(sent, 'query', resolved.text);
    Reflect.deleteProperty(sent, 'documentId');
    Reflect.deleteProperty(sent, 'extensions');
    done();
  };
}

const PARAMETERS = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;

/** A repeated parameter is ambiguous: one parser takes the first value, another one the last. */
function repeatedIn(parameters: URLSearchParams): string | undefined {
  return PARAMETERS.find((name) => parameters.getAll(name).length > 1);
}

function documentIn(parameters: URLSearchParams): SentDocument {
  return {
    query: parameters.get('query'),
    documentId: parameters.get('documentId'),
    extensions: parsed(parameters.get('extensions') ?? ''),
  };
}

/** The text is no longer than a URL, so parsing it needs no limits. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
