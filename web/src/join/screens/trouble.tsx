import { useI18n } from '../../i18n/context';
import { LONG_PAUSE_SECONDS } from '../../pause';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import { useBackOnline } from '../../ui/use-back-online';
import { useCountdown } from '../../ui/use-countdown';
import { Wait } from '../../ui/wait';
import { useJoinText } from '../i18n/use-join-text';
import type { Event } from '../state/event';
import type { LastingFault } from '../state/fault';

interface TroubleProps {
  fault: LastingFault;
  dispatch: (event: Event) => void;
}

/** Nobody answered: it goes on by itself where time or the connection fixes it. */
export function Trouble({ fault, dispatch }: TroubleProps) {
  const { text } = useI18n();
  const { faults, lookFirst, back } = useJoinText();
  const { kind } = fault;
  const longPause =
    kind === 'rateLimited' && fault.retryAfterSeconds > LONG_PAUSE_SECONDS ? fault.retryAfterSeconds : null;
  const { title, todo } =
    longPause === null ? { ...text.statusScreens, ...faults }[kind] : text.statusScreens.tooManyTries;
  const goOn = () => dispatch({ type: 'again' });
  useBackOnline(kind === 'offline', goOn);
  const again = (
    <button type="button" className="primary" onClick={goOn}>
      {kind === 'outcomeUnknown' ? lookFirst : text.tryAgain}
    </button>
  );
  return (
    <Screen
      title={title}
      className="status-screen"
      mark={<Icon name={kind === 'rateLimited' ? 'clock' : 'cloud'} />}
    >
      <p>{todo}</p>
      {kind === 'unexpected' && fault.requestId && (
        <p className="said">
          {text.number}: <code>{fault.requestId}</code>
        </p>
      )}
      {longPause !== null ? (
        <Wait seconds={longPause}>{again}</Wait>
      ) : kind === 'rateLimited' ? (
        <RetryAfter seconds={fault.retryAfterSeconds} over={goOn} />
      ) : (
        again
      )}
      <button type="button" className="secondary" onClick={() => dispatch({ type: 'back' })}>
        {back}
      </button>
    </Screen>
  );
}

function RetryAfter({ seconds, over }: { seconds: number; over: () => void }) {
  const { text, time } = useI18n();
  const left = useCountdown(seconds, over);
  return <p className="quiet">{text.retryIn(time(left))}</p>;
}
