import { setTimeout as pause } from 'node:timers/promises';

const GIVE_UP_AFTER_MS = 90_000;

/** Waits until something holds; fails where it never does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error('It never came to that.');
    await pause(20);
  }
}
