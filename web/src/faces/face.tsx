import type { ReactNode } from 'react';
import type { Messages } from '../i18n/en';
import { useSpeech } from '../i18n/language';
import { Icon, type IconName } from '../ui/icon';
import { Screen } from '../ui/screen';

export type FaceName = keyof Messages['faces'];

interface FaceProps {
  name: FaceName;
  /** The sentence that came with it, in whatever language. */
  said?: string | undefined;
  /** What to quote when it is reported. */
  number?: string | null | undefined;
  /** The way on, where there is one. */
  children?: ReactNode;
}

/** What happened, and what to do. */
export function Face({ name, said, number, children }: FaceProps) {
  const { text } = useSpeech();
  const { title, todo } = text.faces[name];
  return (
    <Screen title={title} className="face" mark={<Icon name={ICONS[name] ?? 'info'} />}>
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

const ICONS: Partial<Record<FaceName, IconName>> = {
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
