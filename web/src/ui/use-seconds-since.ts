import { useEffect, useState } from 'react';

/**
 * Whole seconds since a moment, one more each second: also where the clock was set back, which would otherwise make the customer wait
 * for as long again.
 */
export function useSecondsSince(moment: number): number {
  const [seconds, setSeconds] = useState(() => secondsSince(moment));
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => Math.max(before + 1, secondsSince(moment))), 1000);
    return () => clearInterval(timer);
  }, [moment]);
  return seconds;
}

function secondsSince(moment: number): number {
  return Math.max(0, Math.floor((Date.now() - moment) / 1000));
}
