import { useEffect, useEffectEvent, useState } from 'react';

/**
 * Seconds left, one less each second; `over` is called once when none is. By whichever clock is further: the device's may be set back,
 * and the browser's own stands still while a phone sleeps.
 */
export function useCountdown(seconds: number, over: () => void = () => {}): number {
  const [begun] = useState(() => ({ at: Date.now(), mark: performance.now() }));
  const [left, setLeft] = useState(seconds);
  const finish = useEffectEvent(over);
  useEffect(() => {
    const timer = setInterval(() => {
      const passedMs = Math.max(Date.now() - begun.at, performance.now() - begun.mark);
      const rest = Math.max(0, Math.ceil(seconds - passedMs / 1000));
      setLeft(rest);
      if (rest > 0) return;
      clearInterval(timer);
      finish();
    }, 250);
    return () => clearInterval(timer);
  }, [begun, seconds]);
  return left;
}
