/** Resolves when the promise does, or when the signal ends the wait. */
export async function untilLeft(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
    signal.addEventListener('abort', leave, { once: true });
  });
  await Promise.race([promise, left]);
  signal.removeEventListener('abort', leave);
}
