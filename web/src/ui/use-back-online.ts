import { useEffectEvent, useLayoutEffect } from 'react';
import { isReached } from '../is-reached';

/** A browser that did not notice that the connection was gone says nothing when it is back. */
const LOOK_MS = 5000;

/**
 * Goes on as soon as the connection is back, while `isOffline`. It listens before the screen is painted, and the connection may be
 * back before that: then the screen would wait for what has happened already.
 */
export function useBackOnline(isOffline: boolean, goOn: () => void): void {
  const resume = useEffectEvent(goOn);
  useLayoutEffect(() => {
    if (!isOffline) return;
    let isLeft = false;
    const listener = () => resume();
    window.addEventListener('online', listener);
    const timer = setInterval(async () => {
      if (navigator.onLine && !document.hidden && (await isReached()) && !isLeft) resume();
    }, LOOK_MS);
    return () => {
      isLeft = true;
      clearInterval(timer);
      window.removeEventListener('online', listener);
    };
  }, [isOffline]);
}
