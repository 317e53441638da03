import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, findBreakingChanges } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { subgraphText } from '../../resolvers/federation/subgraph.js';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { ROOT } from '../support/root.js';

const PAGE = readFileSync(join(ROOT, 'docs/federation.md'), 'utf8');
const COMPOSERS = join(ROOT, 'test/federation/composers');
const describeWithComposers = existsSync(join(COMPOSERS, 'node_modules'))
  ? describe
  : (title: string, tests: () => void) =>
      describe.skip(
        `${title} (left out: no composers here; npm --prefix test/federation/composers ci)`,
        tests,
      );

/** A file that the page shows, by the name in its first line. */
function shown(name: string) {
  const files = [...PAGE.matchAll(/^```yaml\n# (\S+\.yaml)\b[\s\S]*?^```$/gm)];
  const [text] = files.find(([, its]) => its === name) ?? [];
  if (text === undefined) throw new Error(`The page shows no ${name}.`);
  return parseYaml(text.replace(/^```.*$/gm, ''));
}

/** What a router's own tool makes of the gateway and the other team's subgraph on the page. */
async function composed(): Promise<Record<'apollo' | 'cosmo', { errors: string[]; schema: string }>> {
  const [, notes = ''] = /^```graphql\n(# the subgraph of another team[\s\S]*?)^```$/m.exec(PAGE) ?? [];
  const schema = await buildGatewaySchema();
  const files: Record<string, string> = { './vlens.graphql': subgraphText(schema), './notes.graphql': notes };
  const subgraphs = shown('graph.yaml').subgraphs.map(
    ({
      name,
      routing_url: url,
      schema: { file },
    }: {
      name: string;
      routing_url: string;
      schema: { file: string };
    }) => ({
      name,
      url,
      sdl: files[file],
    }),
  );
  const { stdout, stderr } = spawnSync(process.execPath, [join(COMPOSERS, 'compose.mjs')], {
    input: JSON.stringify(subgraphs),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describeWithComposers('Composed with another team’s subgraph', () => {
  it.each(['apollo', 'cosmo'] as const)(
    'by the tools of %s, a client finds all that the gateway has, and the other team’s fields',
    async (tool) => {
      const { errors, schema: text } = (await composed())[tool];
      expect(errors).toEqual([]);
      const behind = buildSchema(text);
      expect(findBreakingChanges(await buildGatewaySchema(), behind)).toEqual([]);
      expect(text).toMatch(/type BusinessRequest\b[^{]*\{[^}]*\bnote: String!/);
      expect(behind.getQueryType()?.getFields()).toHaveProperty('notedRequests');
    },
    120_000,
  );
});

describe('The configurations that the page shows', () => {
  it('name the same subgraphs at the same addresses for both routers', () => {
    const ofCosmo = shown('graph.yaml').subgraphs.map(({ name, routing_url }: Record<string, string>) => [
      name,
      routing_url,
    ]);
    const ofApollo = Object.entries<{ routing_url: string }>(shown('supergraph.yaml').subgraphs).map(
      ([name, { routing_url }]) => [name, routing_url],
    );
    expect(ofApollo).toEqual(ofCosmo);
  });

  it('pass on who calls, and whence', () => {
    const ofApollo = shown('router.yaml').headers.subgraphs.vlens.request.map(
      ({ propagate }: { propagate: { named: string } }) => propagate.named,
    );
    const ofCosmo = shown('config.yaml').headers.subgraphs.vlens.request.map(({ named }: { named: string }) =>
      named.toLowerCase(),
    );
    // Not the client's own X-Forwarded-For, in which it can write any address.
    expect(ofApollo).toEqual(['authorization', 'accept-language', 'x-request-id']);
    expect(ofCosmo).toEqual(ofApollo);
  });

  it('have no setting of a subgraph’s subscriptions that Cosmo’s tool would pass over', () => {
    const [{ subscription }] = shown('graph.yaml').subgraphs;
    expect(subscription).toEqual({
      url: 'ws://gateway:4000/graphql',
      protocol: 'ws',
      websocketSubprotocol: 'graphql-transport-ws',
    });
  });
});
