import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyRequest, preHandlerHookHandler } from 'fastify';
import type { CallerKey } from '../../vlens/caller-keys.js';
import { changeSearch, leaveOutEmpty } from '../empty-parameters.js';
import { sendError } from '../http-errors.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** Puts the text of a document in place of its id, before anything else looks at the request. */
export function resolveDocuments(
  trusted: TrustedDocuments,
  callerOf: (request: FastifyRequest) => CallerKey | null,
): preHandlerHookHandler {
  return (request, reply, done) => {
    leaveOutEmpty(request);
    const sent = request.method === 'GET' ? request.query : request.body;
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return done();
    const resolved = trusted.resolve(sent, () => callerOf(request));
    if (resolved === null) return done();
    if ('error' in resolved) {
      // 200, as Apollo Server answers it: links read its code under no other status.
      sendError(request, reply, resolved.code ? 200 : 400, {
        code: resolved.code ?? ApolloServerErrorCode.BAD_REQUEST,
        message: resolved.error,
      });
      return;
    }
    if (request.method === 'GET') {
      changeSearch(request.raw, (search) => {
        search.delete('documentId');
        search.delete('extensions');
        search.set('query', resolved.text);
      });
      return done();
    }
    Reflect.set(sent, 'query', resolved.text);
    Reflect.deleteProperty(sent, 'documentId');
    Reflect.deleteProperty(sent, 'extensions');
    done();
  };
}
