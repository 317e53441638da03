import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requestIdOf } from '../counting-upstream.mjs';
import { post, startProcess } from './process.mjs';

const BENCH = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(BENCH, 'node_modules', '.bin', name);
const ids = (count) => Array.from({ length: count }, (_, number) => requestIdOf(number));
const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';

/** Hive Gateway over the same OpenAPI file, composed by GraphQL Mesh: GraphQL without knowing Vlens. */
export const hiveGateway = {
  name: 'Hive Gateway (Mesh)',
  async start(upstreamUrl) {
    const served = await startHive(upstreamUrl);
    const ask = async (query, token) => {
      const { body, ms } = await post(served.url, query, token);
      return { ms, outcome: body.errors ? 'refused' : 'answered' };
    };
    const byId = (count, token, fields) =>
      ask(
        `{ ${ids(count)
          .map((id, i) => `r${i}: getBusinessRequestById(id: "${id}") { data { ${fields(i)} } }`)
          .join(' ')} }`,
        token,
      );
    return {
      close: served.close,
      statuses: (count, token) => byId(count, token, () => 'requestStatusName'),
      list: (count, token) =>
        ask(`{ listBusinessRequestIds(MaxResultCount: ${count}) { data { id requestStatusName } } }`, token),
      listWithForms: (count, token) =>
        ask(
          `{ listBusinessRequests(MaxResultCount: ${count}) { data { id requestFields { key value } } } }`,
          token,
        ),
      mixed: (count, token) =>
        byId(count, token, (i) => (i % 2 ? 'requestStatusName' : 'requestStatusName documents { title }')),
      poll: (token) =>
        ask('{ listBusinessRequestIds(MaxResultCount: 100) { data { id requestStatusName } } }', token),
      sign: (token) =>
        ask(
          `mutation { stepRequestOtp(input: { requestId: "${requestIdOf(1)}", ${MOMENT} }) { error_code } }`,
          token,
        ),
    };
  },
};

/** The process alone, once it answers. */
export function startHive(upstreamUrl, options = {}) {
  const supergraph = join(mkdtempSync(join(tmpdir(), 'hive-')), 'supergraph.graphql');
  execFileSync(bin('mesh-compose'), ['-c', 'mesh.config.ts', '-o', supergraph], {
    cwd: BENCH,
    env: { ...process.env, UPSTREAM_URL: upstreamUrl },
    stdio: 'pipe',
  });
  return startProcess((port) => [bin('hive-gateway'), 'supergraph', supergraph, '--port', String(port)], {
    ...options,
    cwd: BENCH,
  });
}
