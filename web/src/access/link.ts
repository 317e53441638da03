import { newIdempotencyKey } from '@vlens-gateway/client';
import type { OpenLinkMutation } from '../gql/graphql';
import { ask } from '../opening/ask';
import { readFault } from '../status-screens/fault';
import { type Opening, recallHash } from './opening';
import type { Session } from './session';
import OPEN_LINK from './session.graphql?raw';

/**
 * Exchanges the link's hash for a session of its one request. Only the sandbox does that; in front of the real Vlens the
 * host app hands its token over instead, and so it does where the page was opened without a hash.
 */
export async function openLink(session: Session, opening: Opening): Promise<void> {
  const { requestId } = opening;
  try {
    if (opening.isOfLink && opening.securityHash === null) {
      session.setAccess({ kind: 'opening' });
      opening.securityHash = await recallHash(requestId);
      // In the frame of another site no cookie is kept: its app hands a token over.
      if (opening.securityHash === null && window.parent === window)
        return session.setAccess({ kind: 'linkExpired' });
    }
    const { securityHash } = opening;
    if (securityHash === null) return session.setAccess({ kind: 'waitingForApp' });
    session.setAccess({ kind: 'opening' });
    const input = { requestId, securityHash, idempotencyKey: newIdempotencyKey() };
    const { openSigningSession: answer } = await ask<OpenLinkMutation>(OPEN_LINK, { input });
    switch (answer.__typename) {
      case 'SigningSession':
        return session.openByLink(answer.accessToken);
      case 'Rejection':
        return session.setAccess({ kind: answer.reason === 'OTHER' ? 'waitingForApp' : 'linkExpired' });
      default:
        throw new Error('A later gateway answers so.', { cause: answer satisfies never });
    }
  } catch (error) {
    const fault = readFault(error);
    // Nothing is lost by opening a link again.
    session.setAccess({
      kind: 'fault',
      fault: fault.kind === 'outcomeUnknown' ? { kind: 'unavailable' } : fault,
    });
  }
}
