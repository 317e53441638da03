import { useI18n } from '../i18n/context';
import { LONG_PAUSE_SECONDS } from '../pause';
import { useBackOnline } from '../ui/use-back-online';
import { useCountdown } from '../ui/use-countdown';
import { Wait } from '../ui/wait';
import type { Fault } from './fault';
import { StatusScreen } from './status-screen';

/** A fault's screen; it goes on by itself where time or the connection fixes it. */
export function FaultScreen({ fault, goOn }: { fault: Fault; goOn: () => void }) {
  const { text } = useI18n();
  const { kind } = fault;
  useBackOnline(kind === 'offline', goOn);
  const again = (
    <button type="button" className="primary" onClick={goOn}>
      {kind === 'sessionExpired' ? text.openAgain : kind === 'outcomeUnknown' ? text.check : text.tryAgain}
    </button>
  );
  if (kind === 'rateLimited' && fault.retryAfterSeconds > LONG_PAUSE_SECONDS)
    return (
      <StatusScreen name="tooManyTries">
        <Wait seconds={fault.retryAfterSeconds}>{again}</Wait>
      </StatusScreen>
    );
  return (
    <StatusScreen name={kind} number={kind === 'unexpected' ? fault.requestId : null}>
      {kind === 'rateLimited' ? <RetryAfter seconds={fault.retryAfterSeconds} over={goOn} /> : again}
    </StatusScreen>
  );
}

function RetryAfter({ seconds, over }: { seconds: number; over: () => void }) {
  const { text, time } = useI18n();
  const left = useCountdown(seconds, over);
  return <p className="quiet">{text.retryIn(time(left))}</p>;
}
