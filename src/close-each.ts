/**
 * Closes one thing after the other. If one fails, the others are closed anyway.
 * @throws what failed, after all have been tried (`failuresOf`)
 */
export async function closeEach(...closes: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closes) {
    try {
      await close();
    } catch (error) {
      failures.push(...failuresOf(error));
    }
  }
  throwAll(failures);
}

/**
 * Closes several things at the same time, as `closeEach` does it one after the other.
 * @throws what failed, after all have ended
 */
export async function closeAtOnce(...closes: (() => unknown)[]): Promise<void> {
  // A failure waits here until the others have ended, so it is no unhandled rejection meanwhile.
  const ends = await Promise.allSettled(closes.map(async (close) => close()));
  throwAll(ends.flatMap((end) => (end.status === 'rejected' ? failuresOf(end.reason) : [])));
}

/** Everything that failed while things were closed, each as it was thrown. */
export function failuresOf(error: unknown): readonly unknown[] {
  return error instanceof CloseFailures ? error.failures : [error];
}

/** Not an AggregateError: Node throws those itself, for one connection that it tried at several addresses. */
class CloseFailures extends Error {
  override readonly name = 'CloseFailures';

  constructor(readonly failures: readonly unknown[]) {
    super(`${failures.length} parts failed to close.`);
  }
}

function throwAll(failures: readonly unknown[]): void {
  if (failures.length > 1) throw new CloseFailures(failures);
  if (failures.length === 1) throw failures[0];
}
