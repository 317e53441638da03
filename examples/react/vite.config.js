import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  // In this repository the client is taken as it is written; elsewhere it is the installed package.
  resolve: {
    alias: { '@vlens-gateway/client': fileURLToPath(new URL('../../client/src/index.ts', import.meta.url)) },
  },
  build: { outDir: '../../dist/examples/react', emptyOutDir: true },
});
