import type { ApolloClient, DocumentNode, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { getMainDefinition } from '@apollo/client/utilities';
import { type Execute, faultOf } from '@vlens-gateway/client';
import type { WaitContext } from '../apollo';
import { isReached } from '../is-reached';
import { type Fault, readFault } from '../status-screens/fault';

interface Sending {
  /** Called before a step leaves. */
  onSend: () => void;
  /** Waits for the customer or the connection, when nothing was taken. */
  pause: (fault: Fault, isStep: boolean) => Promise<void>;
  /** Called when it begins to wait for another token, since nothing was taken with the old one, and when it goes out with that. */
  hold: (isHeld: boolean, isStep: boolean) => void;
}

/**
 * Sends what signContract asks for over Apollo Client. A step that may have been taken is never sent again from here: only
 * what was certainly not taken waits for the customer, or for the connection, and then goes out. The signal ends such waits, so that
 * nothing goes out that another tab has taken over; it never cuts what was sent.
 */
export function executeOver(client: ApolloClient, { onSend, pause, hold }: Sending): Execute {
  return async <Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ) => {
    const isStep = isMutation(document);
    const context = { leaving: signal, hold: (isHeld: boolean) => hold(isHeld, isStep) };
    for (;;) {
      const canSend = await isOnline();
      signal?.throwIfAborted();
      if (!canSend) {
        await pause({ kind: 'offline' }, isStep);
        continue;
      }
      if (isStep) onSend();
      try {
        return (await send(client, document, variables as OperationVariables, context)) as Data;
      } catch (error) {
        // What goes on elsewhere is neither shown nor kept here.
        signal?.throwIfAborted();
        if (!wasNotTaken(error, document)) throw error;
        await pause(readFault(error), isStep);
      }
    }
  };
}

/**
 * Whether there is a way to the gateway. `navigator.onLine` may be false on a network that works, so that it only says when to try: an
 * answer of the page's own address counts.
 */
async function isOnline(): Promise<boolean> {
  return navigator.onLine || isReached();
}

async function send(
  client: ApolloClient,
  document: DocumentNode,
  variables: OperationVariables,
  context: WaitContext,
) {
  const { data } = isMutation(document)
    ? await client.mutate({ mutation: document, variables, context, fetchPolicy: 'no-cache' })
    : await client.query({ query: document, variables, context, fetchPolicy: 'no-cache' });
  if (data === undefined || data === null) throw new Error('An answer without data and without errors.');
  return data;
}

const PASSING = new Set<Fault['kind']>(['offline', 'rateLimited', 'unavailable']);

/** A lost answer says nothing about a step; the gateway's own answer that it could not be sent does. */
function wasNotTaken(error: unknown, document: DocumentNode): boolean {
  if (!PASSING.has(readFault(error).kind)) return false;
  if (!isMutation(document)) return true;
  const { code, isBelowStep } = faultOf(error);
  return code !== 'NETWORK' && !isBelowStep;
}

function isMutation(document: DocumentNode): boolean {
  const definition = getMainDefinition(document);
  return definition.kind === 'OperationDefinition' && definition.operation === 'mutation';
}
