import { lazy, Suspense, use, useState } from 'react';
import type { Opening } from '../access/opening';
import { SessionContext } from '../access/session-context';
import { useI18n } from '../i18n/context';
import { WAYS_OUT } from '../i18n/ways-out';
import { loadChunk } from '../load-chunk';

const QrCode = lazy(() =>
  loadChunk(() => import('../ui/qr-code')).then(({ QrCode }) => ({ default: QrCode })),
);

export type Permission = 'location' | 'camera';

/** What helps where the browser gives no location or no camera: how to allow it on this device, or another device. */
export function WaysOut({ to }: { to: Permission }) {
  const { allow } = WAYS_OUT[useI18n().language];
  return (
    <>
      <details className="way-out">
        <summary>{allow.title}</summary>
        <ol>
          {allow[platform()][to].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
      <OtherDevice />
    </>
  );
}

/** The link as a QR code; a host app's page has none to show. */
function OtherDevice() {
  const text = WAYS_OUT[useI18n().language];
  const session = use(SessionContext);
  const [isOpen, setOpen] = useState(false);
  const address = session === null ? JOIN : addressOf(session.opening);
  if (address === null) return <p className="quiet">{text.otherDevice.byApp}</p>;
  return (
    <details className="way-out" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{text.otherDevice.title}</summary>
      <p>{text.otherDevice.what}</p>
      {isOpen && (
        <Suspense fallback={<span className="spinner" aria-hidden="true" />}>
          <QrCode text={location.origin + address} label={text.otherDevice.code} />
        </Suspense>
      )}
    </details>
  );
}

/** Who is not signing yet has an account, or makes one, on either device. */
const JOIN = '/join';

function addressOf(opening: Opening | null): string | null {
  if (!opening?.securityHash) return null;
  return `/sign?${new URLSearchParams({ RequestId: opening.requestId, SecurityHash: opening.securityHash })}`;
}

/** Where settings are looked for: in an app's WebView those of the app count. */
function platform(): 'ios' | 'android' | 'desktop' {
  const { userAgent, maxTouchPoints } = navigator;
  if (/Android/i.test(userAgent)) return 'android';
  // An iPad says that it is a Macintosh.
  const isApple = /iPhone|iPad|iPod/i.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return isApple ? 'ios' : 'desktop';
}
