import { existsSync, readFileSync } from 'node:fs';

/** The gateway's version, as its package.json has it: one folder up in a checkout's sources, two once it is built. */
export function gatewayVersion(): string {
  const found = ['../package.json', '../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .filter((file) => existsSync(file))
    .map((file): { name?: string; version?: string } => JSON.parse(readFileSync(file, 'utf8')))
    .find(({ name }) => name === 'vlens-graphql-gateway');
  return found?.version ?? 'unknown';
}
