import { useEffect, useEffectEvent } from 'react';
import { useSpeech } from '../i18n/language';
import { useCountdown } from '../ui/use-countdown';
import { Face } from './face';
import type { Fault } from './fault';

/** A fault's face; it goes on by itself where time or the connection mends it. */
export function FaultFace({ fault, goOn }: { fault: Fault; goOn: () => void }) {
  const { text } = useSpeech();
  const resume = useEffectEvent(goOn);
  useEffect(() => {
    if (fault.kind !== 'offline') return;
    const listener = () => resume();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, [fault]);
  return (
    <Face name={fault.kind} number={fault.kind === 'unexpected' ? fault.requestId : null}>
      {fault.kind === 'rateLimited' && <RetryAfter seconds={fault.retryAfterSeconds} over={goOn} />}
      {fault.kind !== 'rateLimited' && fault.kind !== 'sessionExpired' && (
        <button type="button" className="primary" onClick={goOn}>
          {fault.kind === 'outcomeUnknown' ? text.check : text.tryAgain}
        </button>
      )}
    </Face>
  );
}

function RetryAfter({ seconds, over }: { seconds: number; over: () => void }) {
  const { text, time } = useSpeech();
  const left = useCountdown(seconds, over);
  return <p className="quiet">{text.retryIn(time(left))}</p>;
}
