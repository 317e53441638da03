import { useCallback, useRef, useState } from 'react';

/**
 * What the page finds wrong by itself: 0 where nothing is, else a number that each mistake has of its own. As the `key` of what says so it
 * makes that a new element: a screen reader says nothing of a sentence that stays as it was, and the same mistake may be made again.
 */
export function useMistake(): [mistake: number, found: (isWrong: boolean) => void] {
  const [mistake, setMistake] = useState(0);
  const last = useRef(0);
  const found = useCallback((isWrong: boolean) => {
    if (isWrong) last.current += 1;
    setMistake(isWrong ? last.current : 0);
  }, []);
  return [mistake, found];
}
