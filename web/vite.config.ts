import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** Where `npm start` runs the gateway. */
const GATEWAY = 'http://localhost:4000';

/** What the first screen has of React. */
const DRAW = join(import.meta.dirname, 'src/opening/draw.ts');

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

/** Which modules' code is in each part: `scripts/build-page.mjs` writes down whose they are. */
const modulesOf = (mode: string): Plugin => ({
  name: 'modules',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((each) => (each.type === 'chunk' ? each.moduleIds : []));
    this.emitFile({ type: 'asset', fileName: `modules-${mode}.json`, source: JSON.stringify(modules) });
  },
});

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

/** Beside the first screen, which is all that the page itself brings: when it is built, `scripts/build-page.mjs` writes where the rest lies. */
const restOfThePage: Plugin = {
  name: 'rest of the page',
  apply: 'serve',
  transformIndexHtml: (html, { path }) =>
    path === '/index.html'
      ? [{ tag: 'script', attrs: { type: 'module', src: '/sign/src/main.tsx' }, injectTo: 'body' }]
      : html,
};

/**
 * What the mode names, or all of it. Each is smaller where it is built alone: what several share is cut into files of its own, and
 * many files compress less well than one.
 */
function inputOf(mode: string): Record<string, string> {
  const parts = {
    opening: join(import.meta.dirname, 'index.html'),
    page: join(import.meta.dirname, 'src/main.tsx'),
    join: join(import.meta.dirname, 'join.html'),
  };
  return Object.fromEntries(Object.entries(parts).filter(([name]) => !(mode in parts) || name === mode));
}

export default defineConfig(({ mode }) => ({
  base: '/sign/',
  root: import.meta.dirname,
  plugins: [documents, modulesOf(mode), compactDocuments, restOfThePage],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    dedupe: ['preact', 'graphql'],
    // RxJS has classes of today under this name, and those of 2009 without it.
    conditions: ['es2015', ...defaultClientConditions],
    // The sources: what is built of them is for those who install the package.
    alias: {
      '@vlens-gateway/client': join(import.meta.dirname, '../client/src/index.ts'),
      // A twelfth of React, under React's names, which Apollo Client asks for as well.
      'react-dom/client': 'preact/compat/client',
      'react-dom': 'preact/compat',
      react: mode === 'opening' ? DRAW : 'preact/compat',
      ...(mode === 'opening' ? { 'preact/jsx-runtime': DRAW } : {}),
    },
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // An inlined file would be a data: address, which the page's policy allows for pictures alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: inputOf(mode),
    },
  },
  server: { proxy: { '/graphql': { target: GATEWAY, ws: true }, '/contracts': GATEWAY } },
}));
