import { existsSync, readFileSync } from 'node:fs';

/** The version in the gateway's package.json, which is one folder up from the sources and two from the built code. */
export function gatewayVersion(): string {
  const found = ['../package.json', '../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .filter((file) => existsSync(file))
    .map((file): { name?: string; version?: string } => JSON.parse(readFileSync(file, 'utf8')))
    .find(({ name }) => name === 'vlens-graphql-gateway');
  return found?.version ?? 'unknown';
}
