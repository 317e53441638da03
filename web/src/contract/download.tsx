import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { newIdempotencyKey } from '@vlens-gateway/client';
import { useState } from 'react';
import { useSession } from '../access/session-context';
import type { WaitContext } from '../apollo';
import { type GeoLocationInput, NewSigningLinkDocument } from '../gql/graphql';
import { useI18n } from '../i18n/context';
import { Icon } from '../ui/icon';
import { AfterLong } from '../ui/load-again';
import { Wait } from '../ui/wait';
import { fetchPdf, isLinkOver, type Pdf } from './pdf';

interface DownloadProps {
  requestId: string;
  requestNumber: string | null | undefined;
  securityHash: string | null;
}

type State = 'idle' | 'preparing' | 'failed' | 'linkOver' | { waitSeconds: number };

/** Longer than a host app takes for another token. The PDF itself may take what it takes on a slow network. */
const MAX_WAIT_MS = 30_000;

/** The contract for the customer to keep, for as long as the link is good; a host app's customer gets another link. */
export function Download({ requestId, requestNumber, securityHash }: DownloadProps) {
  const { text } = useI18n();
  const client = useApolloClient();
  const session = useSession();
  const [state, setState] = useState<State>('idle');

  const fetched = async (): Promise<Pdf> => {
    const pdf: Pdf =
      securityHash === null
        ? { refused: 'LINK_EXPIRED' }
        : await fetchPdf(session.token(), { requestId, securityHash });
    if (!isLinkOver(pdf) || session.isOfLink()) return pdf;
    const leaving = new AbortController();
    try {
      const renewed = await Promise.race([newHash(client, requestId, leaving.signal), late(MAX_WAIT_MS)]);
      return await fetchPdf(session.token(), { requestId, securityHash: renewed });
    } finally {
      // No link is made for somebody who waits for it no more.
      leaving.abort();
    }
  };
  const download = async () => {
    setState('preparing');
    try {
      const pdf = await fetched();
      if ('file' in pdf) save(pdf.file, `contract-${requestNumber ?? requestId}.pdf`);
      setState(stateAfter(pdf));
    } catch {
      setState('failed');
    }
  };

  if (state === 'linkOver')
    return (
      <p className="notice" role="alert">
        {text.done.linkOver}
      </p>
    );
  const isLater = typeof state === 'object';
  const button = (
    <button type="button" className="primary" onClick={download} disabled={state === 'preparing'}>
      <Icon name="download" />
      {state === 'preparing' ? text.done.preparing : text.done.download}
    </button>
  );
  return (
    <>
      {isLater ? <Wait seconds={state.waitSeconds}>{button}</Wait> : button}
      {state === 'preparing' && <AfterLong />}
      <p className="problem" role="alert">
        {state === 'failed' && text.done.downloadFailed}
        {isLater && text.done.downloadLater}
      </p>
    </>
  );
}

function stateAfter(pdf: Pdf): State {
  if ('file' in pdf) return 'idle';
  if (pdf.refused === 'FOR_NOW') return { waitSeconds: pdf.retryAfterSeconds };
  return isLinkOver(pdf) ? 'linkOver' : 'failed';
}

function late(ms: number): Promise<never> {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error('It took too long.')), ms));
}

async function newHash(client: ApolloClient, requestId: string, leaving: AbortSignal): Promise<string> {
  const input = {
    requestId,
    geoLocation: await place(),
    userDeviceUtcTime: new Date().toISOString(),
    idempotencyKey: newIdempotencyKey(),
  };
  const context: WaitContext = { leaving };
  const { data } = await client.mutate({ mutation: NewSigningLinkDocument, variables: { input }, context });
  const link = data?.generateSigningLink;
  if (link?.__typename !== 'SigningLink' || !link.securityHash) throw new Error('There is no new link.');
  return link.securityHash;
}

/** The customer has allowed it on the way here. */
function place(): Promise<GeoLocationInput> {
  return new Promise((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
      reject,
      { maximumAge: 600_000, timeout: 20_000 },
    ),
  );
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
