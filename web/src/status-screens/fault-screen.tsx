import { useI18n } from '../i18n/context';
import { useBackOnline } from '../ui/use-back-online';
import { useCountdown } from '../ui/use-countdown';
import type { Fault } from './fault';
import { StatusScreen } from './status-screen';

/** A fault's screen; it goes on by itself where time or the connection mends it. */
export function FaultScreen({ fault, goOn }: { fault: Fault; goOn: () => void }) {
  const { text } = useI18n();
  useBackOnline(fault.kind === 'offline', goOn);
  return (
    <StatusScreen name={fault.kind} number={fault.kind === 'unexpected' ? fault.requestId : null}>
      {fault.kind === 'rateLimited' && <RetryAfter seconds={fault.retryAfterSeconds} over={goOn} />}
      {fault.kind !== 'rateLimited' && fault.kind !== 'sessionExpired' && (
        <button type="button" className="primary" onClick={goOn}>
          {fault.kind === 'outcomeUnknown' ? text.check : text.tryAgain}
        </button>
      )}
    </StatusScreen>
  );
}

function RetryAfter({ seconds, over }: { seconds: number; over: () => void }) {
  const { text, time } = useI18n();
  const left = useCountdown(seconds, over);
  return <p className="quiet">{text.retryIn(time(left))}</p>;
}
