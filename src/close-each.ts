/**
 * Closes one thing after the other; one that fails keeps none of the others open.
 * @throws what the first of them failed with, once all have been tried
 */
export async function closeEach(...closes: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closes) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
