import { useEffect, useState } from 'react';
import { useI18n } from '../i18n/context';

/** A phone's network may lose an answer and never say so. */
const LONG_MS = 30_000;

/** Whether what began with this has taken long. */
export function useIsLong(): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLong;
}

/** Loads the page again, which loses nothing. */
export function LoadAgain() {
  const { text } = useI18n();
  return (
    <button type="button" className="secondary" onClick={() => location.reload()}>
      {text.loadAgain}
    </button>
  );
}

/** Beside what is under way: after long it may be loaded again. */
export function AfterLong() {
  const { text } = useI18n();
  if (!useIsLong()) return null;
  return (
    <div className="notice" role="alert">
      <p>{text.long}</p>
      <LoadAgain />
    </div>
  );
}
