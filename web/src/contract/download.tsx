import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useSession } from '../access/session-context';
import { type GeoLocationInput, NewSigningLinkDocument } from '../gql/graphql';
import { useSpeech } from '../i18n/language';
import { Icon } from '../ui/icon';
import { fetchPdf } from './pdf';

interface DownloadProps {
  requestId: string;
  requestNumber: string | null | undefined;
  securityHash: string | null;
}

/** The contract for the customer to keep. A link that has run out by now is renewed first. */
export function Download({ requestId, requestNumber, securityHash }: DownloadProps) {
  const { text } = useSpeech();
  const client = useApolloClient();
  const session = useSession();
  const [state, setState] = useState<'idle' | 'preparing' | 'failed'>('idle');

  const download = async () => {
    setState('preparing');
    try {
      const hash = securityHash;
      let pdf =
        hash === null ? null : await fetchPdf(client, session.token(), { requestId, securityHash: hash });
      if (pdf === null || ('refused' in pdf && pdf.refused === 'LINK_EXPIRED')) {
        const renewed = await newHash(client, requestId);
        pdf = await fetchPdf(client, session.token(), { requestId, securityHash: renewed });
      }
      if (!('file' in pdf)) throw new Error('The contract was refused.');
      save(pdf.file, `contract-${requestNumber ?? requestId}.pdf`);
      setState('idle');
    } catch {
      setState('failed');
    }
  };

  return (
    <>
      <button type="button" className="primary" onClick={download} disabled={state === 'preparing'}>
        <Icon name="download" />
        {state === 'preparing' ? text.done.preparing : text.done.download}
      </button>
      <p className="problem" role="alert">
        {state === 'failed' && text.faces.unavailable.todo}
      </p>
    </>
  );
}

async function newHash(client: ApolloClient, requestId: string): Promise<string> {
  const input = { requestId, geoLocation: await place(), userDeviceUtcTime: new Date().toISOString() };
  const { data } = await client.mutate({ mutation: NewSigningLinkDocument, variables: { input } });
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
