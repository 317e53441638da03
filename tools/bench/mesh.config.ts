import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadOpenAPISubgraph('Vlens', {
        source: '../../src/openapi/vlens.yaml',
        endpoint: process.env.UPSTREAM_URL,
        operationHeaders: {
          ApiKey: process.env.API_KEY ?? 'bench',
          Authorization: "{context.headers['authorization']}",
        },
      }),
    },
  ],
});
