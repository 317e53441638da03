import { GatewayErrors, newIdempotencyKey } from '@vlens-gateway/client';
import CONTRACT_PARTS from '../contract/contract-parts.graphql?raw';
import type { ContractToSignQuery, OpenLinkMutation, OpenLinkMutationVariables } from '../gql/graphql';
import { ask } from '../opening/ask';
import { readFault } from '../status-screens/fault';
import { type Opening, recallHash } from './opening';
import type { Access, Session } from './session';
import OPEN_LINK from './session.graphql?raw';
import { ownTab } from './tab-memory';

type Refusal = Extract<OpenLinkMutation['openSigningSession'], { __typename: 'Rejection' }>;

/** Of too many tries, where nobody says how long. */
const USUAL_WAIT_SECONDS = 600;

/**
 * Exchanges the link's hash for a session of its one request. Only the sandbox does that; in front of the real Vlens the
 * host app hands its token over instead, and so it does where the page was opened without a hash.
 * @param read takes the contract, which comes with the session where it is wanted and can be read; null where it is not wanted
 */
export async function openLink(
  session: Session,
  opening: Opening,
  read: ((contract: ContractToSignQuery) => void) | null,
): Promise<void> {
  const { requestId } = opening;
  try {
    if (opening.mark !== null && opening.securityHash === null) {
      session.setAccess({ kind: 'opening' });
      opening.securityHash = await recallHash(opening);
      // In the frame of another site no cookie is kept: its app hands a token over.
      if (opening.securityHash === null && window.parent === window)
        return session.setAccess({ kind: 'linkExpired' });
    }
    const { securityHash } = opening;
    if (securityHash === null) return session.setAccess({ kind: 'waitingForApp' });
    session.setAccess({ kind: 'opening' });
    const input = { requestId, securityHash, idempotencyKey: newIdempotencyKey() };
    const { openSigningSession: answer } = await exchange({ input, withContract: read !== null });
    switch (answer.__typename) {
      case 'SigningSession':
        // What is drawn depends on how far this customer came.
        ownTab(answer.accessToken);
        if (answer.businessRequest) read?.({ businessRequest: answer.businessRequest });
        return session.openByLink(answer.accessToken);
      case 'Rejection':
        return session.setAccess(afterRefusal(answer));
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

function afterRefusal({ reason, retryAfterSeconds }: Refusal): Access {
  switch (reason) {
    case 'OTHER':
      return { kind: 'waitingForApp' };
    case 'TOO_MANY_ATTEMPTS':
      return {
        kind: 'fault',
        fault: { kind: 'rateLimited', retryAfterSeconds: retryAfterSeconds ?? USUAL_WAIT_SECONDS },
      };
    default:
      return { kind: 'refused', reason };
  }
}

/** Without the contract where any of it could not be read: the session is open anyway. */
async function exchange(variables: OpenLinkMutationVariables): Promise<OpenLinkMutation> {
  try {
    return await ask<OpenLinkMutation>(OPEN_LINK + CONTRACT_PARTS, variables);
  } catch (error) {
    const data = error instanceof GatewayErrors ? (error.data as Partial<OpenLinkMutation> | null) : null;
    const opened = data?.openSigningSession;
    if (opened?.__typename !== 'SigningSession') throw error;
    return { openSigningSession: { ...opened, businessRequest: null } };
  }
}
