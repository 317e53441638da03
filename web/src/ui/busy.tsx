import { useEffect, useState } from 'react';
import { useI18n } from '../i18n/language';

/** A phone's network may lose an answer and never say so. */
const LONG_MS = 30_000;

/** Something is under way; it is told to screen readers too. After long it may be loaded again, which loses nothing. */
export function Busy({ children }: { children: string }) {
  return <Waiting key={children}>{children}</Waiting>;
}

function Waiting({ children }: { children: string }) {
  const { text } = useI18n();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="busy">
      <span className="spinner" aria-hidden="true" />
      <div role="status">
        <p>{children}</p>
        {isLong && <p className="quiet">{text.long}</p>}
      </div>
      {isLong && (
        <button type="button" className="secondary" onClick={() => location.reload()}>
          {text.loadAgain}
        </button>
      )}
    </div>
  );
}
