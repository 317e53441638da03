import { useQuery, useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { useSession } from '../access/session-context';
import { StandingDocument, StatusOfRequestDocument } from '../gql/graphql';

const POLL_MS = 10_000;

/**
 * Keeps the request's status in Apollo's cache the present one: anybody who reads the request sees it change. Where nothing can
 * be subscribed to, it is asked for now and then.
 */
export function useLiveStatus(id: string): void {
  const session = useSession();
  const [subscriptionFailed, setSubscriptionFailed] = useState(false);
  useSubscription(StatusOfRequestDocument, {
    variables: { id },
    skip: subscriptionFailed,
    onError: () => setSubscriptionFailed(true),
    onComplete: () => setSubscriptionFailed(true),
  });
  useQuery(StandingDocument, {
    variables: { id },
    skip: !subscriptionFailed,
    pollInterval: POLL_MS,
    fetchPolicy: 'network-only',
    skipPollAttempt: () => document.hidden || session.access().kind !== 'open',
  });
}
