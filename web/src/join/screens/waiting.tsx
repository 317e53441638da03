import { useEffect, useEffectEvent } from 'react';
import { Facts } from '../../contract/facts';
import { useI18n } from '../../i18n/context';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import type { Account } from '../account';
import { REQUEST_STATUS, REQUEST_STATUS_CHANGED } from '../documents';
import { readFault } from '../faults';
import { useJoinText } from '../i18n/use-join-text';
import type { Event } from '../state/event';
import type { Submitted } from '../state/operations';

const POLL_MS = 10_000;

interface WaitingProps {
  request: Submitted;
  account: Account;
  dispatch: (event: Event) => void;
}

/** The provider looks at the request; the page goes on by itself when that is over. */
export function Waiting({ request, account, dispatch }: WaitingProps) {
  const { text } = useI18n();
  const { waiting } = useJoinText();
  const { id } = request;
  const onStatus = useEffectEvent((changed: Submitted | null | undefined) => {
    if (changed) dispatch({ type: 'statusChanged', request: changed });
  });
  const end = useEffectEvent(() => dispatch({ type: 'sessionEnded' }));
  useEffect(() => {
    const left = new AbortController();
    follow(account, id, left.signal, (changed) => onStatus(changed)).catch(() => {
      if (!left.signal.aborted) end();
    });
    return () => left.abort();
  }, [account, id]);
  return (
    <Screen title={waiting.title} mark={<Icon name="clock" />}>
      <p>{waiting.what}</p>
      <Facts
        facts={[
          [waiting.product, request.contractTypeName ?? request.typeName],
          [waiting.request, request.requestNumber],
          [waiting.status, text.statuses[request.status]],
        ]}
      />
      <span className="spinner" aria-hidden="true" />
    </Screen>
  );
}

/**
 * Each change as it happens; where nothing can be subscribed to, the status is asked for now and then. What else fails passes.
 * @throws where the session can't go on
 */
async function follow(
  account: Account,
  id: string,
  signal: AbortSignal,
  onStatus: (request: Submitted | null | undefined) => void,
): Promise<void> {
  try {
    for await (const { businessRequestStatusChanged } of account.watch(
      REQUEST_STATUS_CHANGED,
      { id },
      signal,
    ))
      onStatus(businessRequestStatusChanged.businessRequest);
  } catch (error) {
    // Asked for from here on.
    throwIfOver(error);
  }
  while (!signal.aborted) {
    await new Promise((pause) => setTimeout(pause, POLL_MS));
    if (signal.aborted || document.hidden) continue;
    try {
      onStatus((await account.execute(REQUEST_STATUS, { id }, signal)).businessRequest);
    } catch (error) {
      throwIfOver(error);
    }
  }
}

function throwIfOver(error: unknown): void {
  if (readFault(error).kind === 'sessionOver') throw error;
}
