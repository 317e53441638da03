import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` runs the gateway. */
const GATEWAY = 'http://localhost:4000';

export default defineConfig({
  base: '/sign/',
  root: import.meta.dirname,
  plugins: [react()],
  // Another React may lie in the root's node_modules, for the explorer.
  resolve: {
    dedupe: ['react', 'react-dom', 'graphql'],
    // The sources: what is built of them is for those who install the package.
    alias: { '@vlens-gateway/client': join(import.meta.dirname, '../client/src/index.ts') },
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // An inlined file would be a data: address, which the page's policy allows for pictures alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/graphql': { target: GATEWAY, ws: true }, '/contracts': GATEWAY } },
});
