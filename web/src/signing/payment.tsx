import { useEffect, useEffectEvent, useState } from 'react';
import { useSpeech } from '../i18n/language';
import { Icon } from '../ui/icon';
import { Screen } from '../ui/screen';

interface PaymentProps {
  url: string | null;
  /** The customer said that it is paid, and Vlens has not seen it. */
  isUnseen: boolean;
  goOn: () => void;
}

/** The payment page opens beside this one; coming back from it goes on. */
export function Payment({ url, isUnseen, goOn }: PaymentProps) {
  const { text } = useSpeech();
  const [isOpened, setOpened] = useState(false);
  const resume = useEffectEvent(goOn);
  useEffect(() => {
    if (!isOpened) return;
    const comeBack = () => {
      if (!document.hidden) resume();
    };
    document.addEventListener('visibilitychange', comeBack);
    window.addEventListener('focus', comeBack);
    return () => {
      document.removeEventListener('visibilitychange', comeBack);
      window.removeEventListener('focus', comeBack);
    };
  }, [isOpened]);

  const href = url !== null && /^https?:\/\//i.test(url) ? url : null;
  return (
    <Screen title={text.payment.title} mark={<Icon name="card" />}>
      <p>{href === null ? text.payment.noPage : text.payment.what}</p>
      <p className="notice" role="status" hidden={!isUnseen && !isOpened}>
        {isOpened ? text.payment.waiting : isUnseen ? text.payment.notSeen : ''}
      </p>
      {href !== null && (
        <a
          className={isOpened || isUnseen ? 'button secondary' : 'button primary'}
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          onClick={() => setOpened(true)}
        >
          {text.payment.open} <span className="visually-hidden">{text.payment.opensNewTab}</span>
        </a>
      )}
      {(href === null || isOpened || isUnseen) && (
        <button type="button" className="primary" onClick={goOn}>
          {text.payment.paid}
        </button>
      )}
    </Screen>
  );
}
