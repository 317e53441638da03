import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, Observable } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { faultOf, fetchWatch, possibleTypes } from '@vlens-gateway/client';
import { from, switchMap, tap } from 'rxjs';
import type { Session } from './access/session';
import { pageFetch } from './page-fetch';
import { readFault } from './status-screens/fault';

const GRAPHQL = '/graphql';

/** Apollo Client for one customer: the token is asked for at each operation and kept by nobody here. */
export function createApolloClient(session: Session): ApolloClient {
  const withToken = new SetContextLink(({ headers, token }) => ({
    headers: {
      ...headers,
      // Of the page, which need not be the browser's.
      'accept-language': document.documentElement.lang,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
  }));
  return new ApolloClient({
    link: ApolloLink.from([
      new SetContextLink(() => ({ token: session.token() })),
      waitingForToken(session),
      ApolloLink.split(
        ({ operationType }) => operationType === 'subscription',
        overServerSentEvents(),
        withToken.concat(new HttpLink({ uri: GRAPHQL })),
      ),
    ]),
    cache: new InMemoryCache({
      possibleTypes,
    }),
  });
}

/** What an operation may say of its wait for another token. */
export interface WaitContext {
  /** Ends the wait, and nothing of what was sent. */
  leaving?: AbortSignal | undefined;
  hold?: (isHeld: boolean) => void;
}

/** What a token was refused for was not taken: with the next token it goes on as if nothing had been, however many are refused. */
function waitingForToken(session: Session): ApolloLink {
  const waiting: ApolloLink = new ErrorLink(({ error, operation, forward }) => {
    const isTaken = operation.operationType === 'mutation' && faultOf(error).isBelowStep;
    if (readFault(error).kind !== 'sessionExpired' || isTaken || operation.operationName === 'OpenLink')
      return;
    const { token, leaving, hold } = operation.getContext() as WaitContext & { token: string | null };
    // Another operation may have reported the same token, and a new one may have come since.
    if (token === session.token()) session.expire();
    hold?.(true);
    return from(Promise.race([session.reopened(), left(leaving)])).pipe(
      switchMap(() => {
        hold?.(false);
        operation.setContext({ token: session.token() });
        return waiting.request(operation, forward);
      }),
    );
  });
  return new ApolloLink((operation, forward) =>
    waiting.request(operation, forward).pipe(tap(() => session.accepted())),
  );
}

/** Rejects once nobody waits any more. */
function left(leaving: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(leaving?.reason);
    if (leaving?.aborted) leave();
    else leaving?.addEventListener('abort', leave, { once: true });
  });
}

function overServerSentEvents(): ApolloLink {
  return new ApolloLink(
    ({ query, variables, getContext }) =>
      new Observable((observer) => {
        const watch = fetchWatch({ url: GRAPHQL, token: getContext().token, fetch: pageFetch });
        const left = new AbortController();
        const forward = async () => {
          for await (const data of watch(query, variables, left.signal))
            observer.next({ data: data as Record<string, unknown> });
          observer.complete();
        };
        forward().catch((error: unknown) => {
          if (!left.signal.aborted) observer.error(error);
        });
        return () => left.abort();
      }),
  );
}
