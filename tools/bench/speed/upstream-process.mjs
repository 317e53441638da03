import { fileURLToPath } from 'node:url';
import { startProcess } from '../contenders/process.mjs';

/**
 * The upstream of `upstream.mjs` in a process of its own.
 * @param {object} settings its first settings
 * @param {{cpu?: number | null}} [options]
 */
export async function startUpstream(settings, { cpu = null } = {}) {
  const args = [fileURLToPath(new URL('upstream.mjs', import.meta.url))];
  const isUp = (url) =>
    configure(url, settings).then(
      ({ ok }) => ok,
      () => false,
    );
  const { url, close } = await startProcess(() => args, { path: '/control', cpu, isUp });
  return { origin: new URL(url).origin, configure: (more) => configure(url, more), close };
}

function configure(url, settings) {
  return fetch(url, { method: 'POST', body: JSON.stringify(settings) });
}
