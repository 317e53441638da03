import { useEffectEvent, useLayoutEffect } from 'react';

/**
 * Goes on as soon as the connection is back, while `isOffline`. It listens before the screen is painted, and the connection may be
 * back before that: then the screen would wait for what has happened already.
 */
export function useBackOnline(isOffline: boolean, goOn: () => void): void {
  const resume = useEffectEvent(goOn);
  useLayoutEffect(() => {
    if (!isOffline) return;
    const listener = () => resume();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, [isOffline]);
}
