import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { parse, printSchema } from 'graphql';

/**
 * Reads `[{ "name", "url", "sdl" }, …]` from its standard input and composes them as Apollo Router's tools and as Cosmo's do; prints of
 * each what does not compose, and the schema that clients would see.
 */
const subgraphs = JSON.parse(readFileSync(0, 'utf8')).map(({ name, url, sdl }) => ({
  name,
  url,
  definitions: parse(sdl),
}));
const apollo = composeServices(
  subgraphs.map(({ name, url, definitions: typeDefs }) => ({ name, url, typeDefs })),
);
const cosmo = federateSubgraphs({ subgraphs, version: ROUTER_COMPATIBILITY_VERSION_ONE });
const messages = (errors) => (errors ?? []).map(({ message }) => message);
process.stdout.write(
  JSON.stringify({
    apollo: {
      errors: messages(apollo.errors),
      schema: apollo.schema ? printSchema(apollo.schema.toAPISchema().toGraphQLJSSchema()) : '',
    },
    cosmo: {
      errors: messages(cosmo.errors),
      schema: cosmo.success ? printSchema(cosmo.federatedGraphClientSchema) : '',
    },
  }),
);
