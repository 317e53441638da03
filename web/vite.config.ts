import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** Where `npm start` runs the gateway. */
const GATEWAY = 'http://localhost:4000';

/** What the page sends, and signContract for it: a gateway that takes trusted documents alone takes these too. */
const documents: Plugin = {
  name: 'documents',
  generateBundle() {
    const manifests = ['src/gql', 'src/join/gql', '../client/src/generated'].map((folder) =>
      JSON.parse(readFileSync(join(import.meta.dirname, folder, 'persisted-documents.json'), 'utf8')),
    );
    const source = JSON.stringify(Object.assign({}, ...manifests));
    this.emitFile({ type: 'asset', fileName: 'documents.json', source });
  },
};

/** The join page's documents as they are sent, without what only makes them readable; fragments that stand in them are left out. */
const compactDocuments: Plugin = {
  name: 'compact documents',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/join/gql/graphql.ts')) return null;
    const compact = code.replace(
      /new TypedDocumentString\(`([^`]*)`, \{[^}]*\}\)/g,
      (_, text: string) => `/* @__PURE__ */ new TypedDocumentString(\`${text.replace(/\s+/g, ' ').trim()}\`)`,
    );
    return { code: compact, map: null };
  },
};

/**
 * The page that the mode names, or all of them. Each is smaller where it is built alone: what pages share is cut into files of its own, and
 * many files compress less well than one.
 */
function pagesOf(mode: string): Record<string, string> {
  const pages = {
    sign: join(import.meta.dirname, 'index.html'),
    join: join(import.meta.dirname, 'join.html'),
  };
  return mode === 'sign' || mode === 'join' ? { [mode]: pages[mode] } : pages;
}

export default defineConfig(({ mode }) => ({
  base: '/sign/',
  root: import.meta.dirname,
  plugins: [react(), documents, compactDocuments],
  // Another React may lie in the root's node_modules, for the explorer.
  resolve: {
    dedupe: ['react', 'react-dom', 'graphql'],
    // RxJS has classes of today under this name, and those of 2009 without it.
    conditions: ['es2015', ...defaultClientConditions],
    // The sources: what is built of them is for those who install the package.
    alias: { '@vlens-gateway/client': join(import.meta.dirname, '../client/src/index.ts') },
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // An inlined file would be a data: address, which the page's policy allows for pictures alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: pagesOf(mode),
    },
  },
  server: { proxy: { '/graphql': { target: GATEWAY, ws: true }, '/contracts': GATEWAY } },
}));
