import { useEffect, useEffectEvent, useState } from 'react';

/** Seconds left, one less each second; `over` is called once when none is. */
export function useCountdown(seconds: number, over: () => void = () => {}): number {
  const [endsAt] = useState(() => Date.now() + seconds * 1000);
  const [left, setLeft] = useState(seconds);
  const finish = useEffectEvent(over);
  useEffect(() => {
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
      setLeft(rest);
      if (rest > 0) return;
      clearInterval(timer);
      finish();
    }, 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  return left;
}
