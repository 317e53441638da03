import { useEffect, useEffectEvent, useState } from 'react';
import { useI18n } from '../i18n/context';
import { Icon } from '../ui/icon';
import { AfterLong } from '../ui/load-again';
import { Screen } from '../ui/screen';
import type { PaymentState } from './paying';

/** How often the payment is looked for while nobody comes back: it may be made on another device. */
const LOOK_MS = 10_000;

interface PaymentProps {
  url: string | null;
  state: PaymentState;
  goOn: () => void;
}

/** The payment page opens beside this one; coming back from it goes on, and so does time. */
export function Payment({ url, state, goOn }: PaymentProps) {
  const { text } = useI18n();
  const [isOpened, setOpened] = useState(false);
  const look = useEffectEvent(() => {
    if (!document.hidden && state !== 'looking') goOn();
  });
  useEffect(() => {
    if (!isOpened) return;
    const timer = setInterval(() => look(), LOOK_MS);
    const comeBack = () => look();
    document.addEventListener('visibilitychange', comeBack);
    window.addEventListener('focus', comeBack);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', comeBack);
      window.removeEventListener('focus', comeBack);
    };
  }, [isOpened]);

  const href = url !== null && /^https?:\/\//i.test(url) ? url : null;
  const isWaiting = isOpened || state === 'looking';
  return (
    <Screen title={text.payment.title} mark={<Icon name="card" />}>
      <p>{href === null ? text.payment.noPage : text.payment.what}</p>
      {href !== null && <p className="quiet">{text.payment.cost}</p>}
      <p className="notice" role="status" hidden={!isWaiting && state === 'asked'}>
        {state === 'notSeen' ? text.payment.notSeen : isWaiting ? text.payment.waiting : ''}
      </p>
      {href !== null && (
        <a
          className={isOpened ? 'button secondary' : 'button primary'}
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          onClick={() => setOpened(true)}
        >
          {text.payment.open} <span className="visually-hidden">{text.payment.opensNewTab}</span>
        </a>
      )}
      <button
        type="button"
        className={isOpened || href === null ? 'primary' : 'secondary'}
        onClick={goOn}
        disabled={state === 'looking'}
      >
        {text.payment.paid}
      </button>
      {state === 'looking' && <AfterLong />}
    </Screen>
  );
}
