import { useRef } from 'react';
import { useI18n } from '../i18n/context';
import { BusyNow } from './busy-now';
import { LoadAgain, useIsLong } from './load-again';

/** Something is under way. After long it may be loaded again, which loses nothing. */
export function Busy({ children }: { children: string }) {
  const { language } = useI18n();
  const wait = useRef({ children, language, number: 0 });
  const before = wait.current;
  // The same in another language is no other wait.
  const isNew = before.children !== children && before.language === language;
  wait.current = { children, language, number: before.number + (isNew ? 1 : 0) };
  return <Waiting key={wait.current.number}>{children}</Waiting>;
}

function Waiting({ children }: { children: string }) {
  const { text } = useI18n();
  return useIsLong() ? (
    <BusyNow more={<p className="quiet">{text.long}</p>} way={<LoadAgain />}>
      {children}
    </BusyNow>
  ) : (
    <BusyNow>{children}</BusyNow>
  );
}
