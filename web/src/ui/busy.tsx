import { useEffect, useState } from 'react';
import { useI18n } from '../i18n/context';
import { BusyNow } from './busy-now';

/** A phone's network may lose an answer and never say so. */
const LONG_MS = 30_000;

/** Something is under way. After long it may be loaded again, which loses nothing. */
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
  if (!isLong) return <BusyNow>{children}</BusyNow>;
  const loadAgain = (
    <button type="button" className="secondary" onClick={() => location.reload()}>
      {text.loadAgain}
    </button>
  );
  return (
    <BusyNow more={<p className="quiet">{text.long}</p>} way={loadAgain}>
      {children}
    </BusyNow>
  );
}
