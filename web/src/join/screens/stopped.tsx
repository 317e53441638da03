import { useI18n } from '../../i18n/context';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import { useJoinText } from '../i18n/use-join-text';
import type { Event } from '../state/event';
import type { Stop } from '../state/way';

interface StoppedProps {
  why: Stop;
  /** The provider's own sentence, where there is one. */
  said: string | null;
  dispatch: (event: Event) => void;
}

/** The way ends here for now: why, and what can be done. */
export function Stopped({ why, said, dispatch }: StoppedProps) {
  const { text } = useI18n();
  const { stops, again, anotherRequest } = useJoinText();
  const { title, todo } = stops[why];
  return (
    <Screen
      key={why}
      title={title}
      className="status-screen"
      mark={<Icon name={why === 'identityInReview' ? 'clock' : 'info'} />}
    >
      <p>{todo}</p>
      {said && (
        <p className="said">
          {text.theySaid} <q dir="auto">{said}</q>
        </p>
      )}
      <button type="button" className="primary" onClick={() => dispatch({ type: 'productsWanted' })}>
        {why === 'rejected' ? anotherRequest : again}
      </button>
    </Screen>
  );
}
