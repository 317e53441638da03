/**
 * Closes one thing after the other. If one fails, the others are closed anyway.
 * @throws the first failure, after all have been tried
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
