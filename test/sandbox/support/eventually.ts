import { setTimeout as wait } from 'node:timers/promises';

const MAX_WAIT_MS = 90_000;

/** The answer to the first asking for which `isIt` says yes. */
export async function eventually<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() > end) throw new Error(`It was never so; at last: ${JSON.stringify(answer)}`);
    await wait(5);
  }
}
