import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { OPERATIONS } from '../operations.mjs';
import { folderOf } from '../set-up.mjs';
import { faultsOf } from './faults.mjs';

/** A Node that can run Houdini's compiler; none where this one is too old and no other is named. */
const compiler = process.env.NEWER_NODE ?? (isBuiltin('node:sqlite') ? process.execPath : undefined);

/** A package of its own, since it has no lock file. */
const FROM = fileURLToPath(new URL('../houdini/package.json', import.meta.url));

export const client = {
  title: 'Houdini',
  from: FROM,
  packages: ['houdini', 'graphql-ws'],
  caches: true,
  notes: [
    'Its compiler and its Vite plugin need Node 22.13 or newer (`node:sqlite`), though the package does not say so.',
    'The address is in `houdini.config.js` as `url`: a `HoudiniClient` to which you pass one throws.',
    'Subscriptions and the cache work only in a browser, where `window` exists.',
  ],
};

export async function open({ url, wsUrl, token, folder, schemaFile }) {
  // In a browser it is there; the cache looks for it when it is loaded.
  globalThis.window ??= globalThis;
  const { HoudiniClient, artifacts, subscription } = await compile(join(folder, 'houdini'), url, schemaFile);
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const ws = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: bearer });
  const houdini = new HoudiniClient({
    fetchParams: () => ({ headers: bearer() }),
    plugins: [subscription(() => ws)],
  });
  // end
  const observe = (name) => houdini.observe({ artifact: artifacts[name] });
  return {
    async run(name, variables = {}, { signal } = {}) {
      const abortController = new AbortController();
      signal?.addEventListener('abort', () => abortController.abort());
      try {
        const { data, errors } = await observe(name).send({ variables, abortController });
        return { data, faults: faultsOf(errors ?? []) };
      } catch (error) {
        return { data: null, faults: [{ code: error.name }] };
      }
    },
    watch(name, variables, observer) {
      const store = observe(name);
      const stop = store.subscribe(({ data, errors, fetching }) => {
        if (data || errors || fetching === undefined) observer.next({ data, faults: faultsOf(errors ?? []) });
      });
      store.send({ variables });
      return () => {
        stop();
        store.cleanup();
      };
    },
    close: () => ws.dispose(),
  };
}

/** Houdini writes TypeScript for a bundler; its own is esbuild. */
async function compile(folder, url, schemaFile) {
  mkdirSync(folder);
  const packages = dirname(folderOf('houdini', FROM));
  symlinkSync(packages, join(folder, 'node_modules'));
  const texts = Object.values(OPERATIONS).map(({ text }) => text);
  writeFileSync(join(folder, 'story.gql'), texts.join('\n'));
  copyFileSync(schemaFile, join(folder, 'schema.graphql'));
  const config = { url, schemaPath: './schema.graphql', include: ['story.gql'] };
  writeFileSync(join(folder, 'houdini.config.js'), `export default ${JSON.stringify(config)};`);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const run = (program, ...args) => execFileSync(program, args, { cwd: folder, stdio: 'pipe' });
  if (!compiler) throw new Error('Houdini’s compiler needs Node 22.13 or newer: name one in NEWER_NODE.');
  run(compiler, join(packages, 'houdini/build/cmd/index.js'), 'generate');
  const imports = Object.entries(OPERATIONS).map(
    ([short, { name }]) => `import ${short} from './.houdini/artifacts/${name}.ts';`,
  );
  const entry = [
    ...imports,
    `export { HoudiniClient, subscription } from './.houdini/runtime/client.ts';`,
    `export const artifacts = { ${Object.keys(OPERATIONS).join(', ')} };`,
  ];
  writeFileSync(join(folder, 'entry.ts'), entry.join('\n'));
  run(
    join(packages, '.bin/esbuild'),
    'entry.ts',
    '--bundle',
    '--format=esm',
    '--platform=node',
    '--outfile=client.mjs',
  );
  return import(pathToFileURL(join(folder, 'client.mjs')));
}
