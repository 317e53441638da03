import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { newIdempotencyKey } from '@vlens-gateway/client';
import { useState } from 'react';
import { useSession } from '../access/session-context';
import type { WaitContext } from '../apollo';
import { type GeoLocationInput, NewSigningLinkDocument } from '../gql/graphql';
import { useI18n } from '../i18n/context';
import { Icon } from '../ui/icon';
import { fetchPdf, type Pdf } from './pdf';

interface DownloadProps {
  requestId: string;
  requestNumber: string | null | undefined;
  securityHash: string | null;
}

/** Longer than a host app takes for another token. */
const MAX_WAIT_MS = 30_000;

/** The contract for the customer to keep, for as long as the link is good; a host app's customer gets another link. */
export function Download({ requestId, requestNumber, securityHash }: DownloadProps) {
  const { text } = useI18n();
  const client = useApolloClient();
  const session = useSession();
  const [state, setState] = useState<'idle' | 'preparing' | 'failed' | 'linkOver'>('idle');

  const fetched = async (leaving: AbortSignal): Promise<Pdf> => {
    const pdf: Pdf =
      securityHash === null
        ? { refused: 'LINK_EXPIRED' }
        : await fetchPdf(session.token(), { requestId, securityHash });
    if ('file' in pdf || pdf.refused === 'OTHER' || session.isOfLink()) return pdf;
    const renewed = await newHash(client, requestId, leaving);
    return fetchPdf(session.token(), { requestId, securityHash: renewed });
  };
  const download = async () => {
    setState('preparing');
    const leaving = new AbortController();
    try {
      const pdf = await Promise.race([fetched(leaving.signal), late(MAX_WAIT_MS)]);
      if ('file' in pdf) save(pdf.file, `contract-${requestNumber ?? requestId}.pdf`);
      setState('file' in pdf ? 'idle' : pdf.refused === 'OTHER' ? 'failed' : 'linkOver');
    } catch {
      setState('failed');
    }
    // No link is made for somebody who waits for it no more.
    leaving.abort();
  };

  if (state === 'linkOver')
    return (
      <p className="notice" role="alert">
        {text.done.linkOver}
      </p>
    );
  return (
    <>
      <button type="button" className="primary" onClick={download} disabled={state === 'preparing'}>
        <Icon name="download" />
        {state === 'preparing' ? text.done.preparing : text.done.download}
      </button>
      <p className="problem" role="alert">
        {state === 'failed' && text.done.downloadFailed}
      </p>
    </>
  );
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
