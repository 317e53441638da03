import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { OPERATIONS } from '../operations.mjs';
import { faultsOf } from './faults.mjs';

const {
  commitMutation,
  Environment,
  fetchQuery,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  Store,
} = createRequire(import.meta.url)('relay-runtime');

export const client = {
  title: 'Relay',
  packages: ['relay-runtime', 'relay-compiler', 'graphql-ws'],
  caches: true,
  notes: [
    '`@refetchable` works on `BusinessRequest` and `ProductType`, which `node` finds by their id.',
    'Relay passes no errors to a component that has data: look for `UNAUTHENTICATED` and other codes in the network function, or put `@catch(to: RESULT)` on a field, which gives its `extensions.code`. A field that failed stays so in the store, also for other queries: try again with `network-only`.',
    'Its type of a union narrows by `__typename` only if each fragment names a member: `... on Problem` beside them makes every field optional.',
    'Relay passes no signal to `fetch`: return an `Observable` from the network function if reads must end early.',
  ],
};

export async function open({ url, wsUrl, token, folder, schemaFile, bin }) {
  const artifacts = await compile(folder, schemaFile, bin);
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  const ws = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: bearer });
  let errorsOfLast;
  const onErrors = (errors) => (errorsOfLast = errors);
  // set-up
  const ask = async ({ text: query }, variables) => {
    const headers = { 'content-type': 'application/json', ...bearer() };
    const answer = await (
      await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    ).json();
    if (answer.errors) onErrors(answer.errors);
    return answer;
  };
  const live = ({ text: query }, variables) =>
    Observable.create((sink) => ws.subscribe({ query, variables }, sink));
  const environment = new Environment({
    network: Network.create(ask, live),
    store: new Store(new RecordSource()),
  });
  // end
  return {
    async run(name, variables = {}, { signal } = {}) {
      const node = artifacts[name];
      errorsOfLast = undefined;
      if (OPERATIONS[name].kind === 'mutation') {
        return new Promise((resolve) =>
          commitMutation(environment, {
            mutation: node,
            variables,
            onCompleted: (data, errors) => resolve({ data, faults: faultsOf(errors) }),
            onError: (error) => resolve({ data: null, faults: faultsOfRelay(error) }),
          }),
        );
      }
      return new Promise((resolve) => {
        const query = fetchQuery(environment, node, variables, { fetchPolicy: 'store-or-network' });
        const subscription = query.subscribe({
          next: (data) => resolve({ data, faults: faultsOf(errorsOfLast) }),
          error: (error) => resolve({ data: null, faults: faultsOfRelay(error) }),
        });
        signal?.addEventListener('abort', () => subscription.unsubscribe());
      });
    },
    watch: (name, variables, observer) =>
      requestSubscription(environment, {
        subscription: artifacts[name],
        variables,
        onNext: (data) => observer.next({ data, faults: [] }),
        onError: (error) => observer.next({ data: null, faults: faultsOfRelay(error) }),
        onCompleted: observer.complete,
      }).dispose,
    close: () => ws.dispose(),
  };
}

function faultsOfRelay(error) {
  const errors = Array.isArray(error) ? error : error.source?.errors;
  return errors ? faultsOf(errors) : [{ code: error.name }];
}

/** Relay's compiler takes `@refetchable` for a type that `node` finds by its id. */
const REFETCHED = [
  { type: 'BusinessRequest', field: 'status' },
  { type: 'ProductType', field: 'name' },
];

function fragmentOf({ type, field }) {
  return `fragment story${type} on ${type} @refetchable(queryName: "story${type}RefetchQuery") { ${field} }`;
}

async function compile(folder, schemaFile, bin) {
  mkdirSync(join(folder, 'relay/__generated__'), { recursive: true });
  const texts = [...Object.values(OPERATIONS).map(({ text }) => text), ...REFETCHED.map(fragmentOf)];
  writeFileSync(join(folder, 'relay/story.js'), texts.map((text) => `graphql\`${text}\`;`).join('\n'));
  writeFileSync(
    join(folder, 'relay/relay.config.json'),
    JSON.stringify({
      src: '.',
      schema: schemaFile,
      language: 'javascript',
      eagerEsModules: true,
      artifactDirectory: '__generated__',
    }),
  );
  writeFileSync(join(folder, 'relay/package.json'), '{"type":"module"}');
  execFileSync(process.execPath, [bin('relay-compiler', 'cli.js')], {
    cwd: join(folder, 'relay'),
    stdio: 'pipe',
  });
  const artifact = async (name) =>
    (await import(pathToFileURL(join(folder, `relay/__generated__/${name}.graphql.js`)))).default;
  const entries = Object.entries(OPERATIONS).map(async ([short, { name }]) => [short, await artifact(name)]);
  return Object.fromEntries(await Promise.all(entries));
}
