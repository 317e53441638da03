const LOOK_EVERY_MS = 500;

/**
 * Stops this process when the shell that started it is gone. npm sends a signal to the shell that runs a script, and the shell ends without
 * passing it on. Otherwise this process would keep running, and keep its port.
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
