import type { AddressInfo } from 'node:net';
import { SandboxStartError } from './start-error.js';

/** @throws SandboxStartError that names the setting, where the port can't be had. */
export async function listen(
  listenOn: (on: { host: string; port: number }) => Promise<string>,
  { host, port }: { host: string; port: number },
): Promise<void> {
  try {
    await listenOn({ host, port });
  } catch (error) {
    throw new SandboxStartError(
      `The sandbox can’t listen on ${host}, port ${port}: end the process that does, ` +
        `or set SANDBOX_PORT to a free port, e.g. SANDBOX_PORT=${port + 10}.`,
      error,
    );
  }
}

/** How a caller on this machine reaches what listens on `host`. */
export function urlOf(host: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${isEverywhere ? 'localhost' : name}:${port}`;
}
