import { useEffect, useEffectEvent, useRef } from 'react';
import { useI18n } from './context';

/** Does something each time that the customer has switched the language; nothing hangs on how that ends. */
export function useSwitched(then: () => Promise<unknown>): void {
  const { language } = useI18n();
  const isIn = useRef(language);
  const go = useEffectEvent(then);
  useEffect(() => {
    if (isIn.current === language) return;
    isIn.current = language;
    go().catch(() => {});
  }, [language]);
}
