import { type ReactNode, useState } from 'react';
import { useI18n } from '../i18n/context';
import { clock, minutes } from '../i18n/figures';
import { useCountdown } from './use-countdown';

/** What is said while time has to pass, to the minute: nobody looks at seconds for so long. */
export function Wait({ seconds, children }: { seconds: number; children: ReactNode }) {
  const { language, text } = useI18n();
  const [until] = useState(() => Date.now() + seconds * 1000);
  const left = useCountdown(seconds);
  if (left === 0) return children;
  return (
    <p className="notice" role="timer">
      {text.againAt(clock(language, until), minutes(language, Math.ceil(left / 60)))}
    </p>
  );
}
