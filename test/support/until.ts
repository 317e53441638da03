import { setTimeout as pause } from 'node:timers/promises';

const GIVE_UP_AFTER_MS = 90_000;

/**
 * Waits until something holds; fails where it never does.
 * @param tell what to say then of the state that things are in
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  tell?: () => unknown | Promise<unknown>,
): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) {
      const state = tell ? ` ${JSON.stringify(await tell(), null, 2)}` : '';
      throw new Error(`It never came to that.${state}`);
    }
    await pause(20);
  }
}
