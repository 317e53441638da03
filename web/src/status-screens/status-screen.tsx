import type { ReactNode } from 'react';
import { useI18n } from '../i18n/context';
import type { Messages } from '../i18n/en';
import { Icon, type IconName } from '../ui/icon';
import { Screen } from '../ui/screen';

export type StatusName = keyof Messages['statusScreens'];

interface StatusScreenProps {
  name: StatusName;
  /** The sentence that came with it, in whatever language. */
  said?: string | undefined;
  /** What to quote when it is reported. */
  number?: string | null | undefined;
  /** The way on, where there is one. */
  children?: ReactNode;
}

/** What happened, and what to do. */
export function StatusScreen({ name, said, number, children }: StatusScreenProps) {
  const { text } = useI18n();
  const { title, todo } = text.statusScreens[name];
  return (
    <Screen title={title} className="status-screen" mark={<Icon name={ICONS[name] ?? 'info'} />}>
      <p>{todo}</p>
      {said && (
        <p className="said">
          {text.theySaid} <q dir="auto">{said}</q>
        </p>
      )}
      {number && (
        <p className="said">
          {text.number}: <code>{number}</code>
        </p>
      )}
      {children}
    </Screen>
  );
}

const ICONS: Partial<Record<StatusName, IconName>> = {
  notApproved: 'clock',
  sessionExpired: 'clock',
  linkExpired: 'clock',
  rateLimited: 'clock',
  tooManyTries: 'clock',
  tooManyCodes: 'clock',
  tooManyWrongCodes: 'message',
  alreadySigned: 'check',
  noLocation: 'place',
  locationUnknown: 'place',
  locationSilent: 'place',
  noCamera: 'camera',
  cameraBlocked: 'camera',
  cameraBusy: 'camera',
  cameraSilent: 'camera',
  offline: 'cloud',
  unavailable: 'cloud',
};
