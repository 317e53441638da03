const LOOK_EVERY_MS = 500;

/**
 * npm passes a signal on to the shell that runs a script, and that shell ends without passing it on: what it started
 * would go on alone and keep its port. So it stops when the shell is gone.
 */
export function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  watch.unref();
}
