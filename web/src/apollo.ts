import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';
import { from, switchMap } from 'rxjs';
import type { Session } from './access/session';
import { readFault } from './faces/fault';
import possibleTypes from './gql/possible-types';

const GRAPHQL = '/graphql';

/** Apollo Client for one customer: the token is asked for at each operation and kept by nobody here. */
export function createApolloClient(session: Session): ApolloClient {
  const authorization = () => {
    const present = session.token();
    return present === null ? {} : { authorization: `Bearer ${present}` };
  };
  const withToken = new SetContextLink(({ headers }) => ({ headers: { ...headers, ...authorization() } }));
  const overHttp = withToken.concat(new HttpLink({ uri: GRAPHQL }));
  const overWebSocket = new GraphQLWsLink(
    createClient({ url: webSocketUrl(), connectionParams: authorization, retryAttempts: 3 }),
  );
  return new ApolloClient({
    link: ApolloLink.from([
      new ErrorLink(({ error, operation, forward }) => {
        if (readFault(error).kind !== 'sessionExpired' || operation.operationName === 'OpenLink') return;
        session.expire();
        // It was not taken: with the next token it goes on as if nothing had been.
        return from(session.reopened()).pipe(switchMap(() => forward(operation)));
      }),
      ApolloLink.split(({ query }) => isSubscription(query), overWebSocket, overHttp),
    ]),
    cache: new InMemoryCache({
      possibleTypes: possibleTypes.possibleTypes,
      // Form fields and documents have no id of their own: a field's key is unique within its form alone.
      typePolicies: {
        FormField: { keyFields: false },
        FormFieldOption: { keyFields: false },
        Person: { keyFields: false },
      },
    }),
  });
}

function isSubscription(query: Parameters<typeof getMainDefinition>[0]): boolean {
  const definition = getMainDefinition(query);
  return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
}

function webSocketUrl(): string {
  const url = new URL(GRAPHQL, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
