import { ROUTER_STORY } from './routers/story.mjs';
import { STORY } from './story.mjs';

/** The adapters, in the order of the reference. */
export const ADAPTERS = [
  ...['apollo', 'urql', 'relay', 'graphql-request', 'gql-tada', 'tanstack-query'],
  ...['houdini', 'genql', 'villus', 'graphql-ws', 'graphql-sse', 'executor-http'],
];

/** The routers that are taken through a story of their own. */
export const ROUTERS = ['hive-gateway', 'apollo-gateway', 'stitching', 'mercurius', 'grafbase'];

/**
 * @param results what `run.mjs` printed for each of ADAPTERS
 * @param routers what `routers/run.mjs` printed for each of ROUTERS
 * @returns docs/reference/clients.md
 */
export function clientsReference(results, routers) {
  return `# Clients and routers

Each client, as it comes out of the box, is taken through one story in front of the sandbox. \`npm run clients\` writes this page;
\`npm run clients:latest\` says what changes with the newest version of each. A dash: the client has no such thing.

${tableOf(STORY, results)}

In the set-ups below, \`url\` is \`https://…/graphql\`, \`wsUrl\` the same with \`wss:\`, \`streamUrl\` is \`https://…/graphql/stream\`, and
\`bearer()\` answers \`{ authorization: 'Bearer …' }\`, or \`{}\` before the login. \`possibleTypes\` comes with the package of this
project; \`schema\` is the introspection of [its schema](schema.md). Browsers need no \`webSocketImpl\`.

Server-sent events: \`/graphql/stream\` takes one operation for each connection, by POST or by GET (graphql-sse's distinct connections
mode), with the token in \`Authorization\`. Single connection mode is not offered: a reserved stream would be known to one replica alone,
and HTTP/2 carries many streams over one connection. A browser's own \`EventSource\` sends no such header, and no cookie is taken in its place, since a
browser adds cookies to what other sites send as well: use one of the clients below, or an \`EventSource\` over \`fetch\`
(\`eventsource\` 5 with its \`fetch\` option, \`@microsoft/fetch-event-source\`). Its events are \`next\` and \`complete\`: listen for both, and close
at \`complete\`, since it connects again otherwise. Give \`fetchEventSource\` an \`onerror\` that throws for an answer: it asks again every second otherwise, also
after a 401. A service worker leaves event streams alone: one that it answers holds the next release up for five minutes, and ends then for good.
${results.map((result) => section(result)).join('')}
## Any other client

Whatever sends \`query\` and an object of \`variables\` as JSON by POST, with a header of its own, gets its answer. These were tried once,
on 28 November 2026, with these pages alone, in a minute or two each:

- graphql-hooks 8.2: works. What is wrong with a request comes as \`error.httpError\`: its code is in \`JSON.parse(body).errors\`.
- FetchQL 3.0: works. Errors are rejected as a list.
- graphqurl 2.0 (\`gq\`): queries and mutations work. Its subscriptions end with "Server sent no subprotocol": it speaks the old \`graphql-ws\`
  subprotocol of subscriptions-transport-ws, and the gateway \`graphql-transport-ws\` alone.
- eventsource 5.1: subscriptions by GET work, as above.
- Bruno 4.1 (\`bru run\`, a request of type \`graphql\`): works. A file of results (\`--output\`) holds the token of a login.
- graphql-client 0.16 for Ruby (Debian 12): works. Its \`errors\` is empty where single fields failed: look into \`errors.all\`, with codes
  in \`errors.all.details\`, or into \`data.errors\`.
- GQty 3.6: works. It runs what you give \`resolve\` several times: make \`idempotencyKey\` and times before, or the answer of a mutation is lost.
  Its generator writes \`Array<[String!]>\` for \`FormField.table\`: make it \`Array<string[]>\`. It asks for graphql-ws 5, whose protocol is the same.
- nanographql 2.0: it writes \`variables\` as a text inside the JSON, which is refused with a sentence that says so.

# Routers

Each router is taken through a story of its own in front of the gateway as a subgraph (\`FEDERATION=true\`, see [federation](../federation.md))
and of another team's subgraph, which adds a field to business requests and to products. \`vlensUrl\` is \`http://gateway:4000/graphql\`,
\`notesUrl\` the other subgraph's address.

**Not taken through the story: Apollo Router and Cosmo's router.** Neither comes from npm (\`@apollo/rover\` and \`wgc\` fetch the binaries from
elsewhere), so nobody has run one in front of the gateway yet. Composing is tested, with their own libraries. The configurations
in [federation](../federation.md) follow their documentation: try yours before you rely on it.

${tableOf(ROUTER_STORY, routers)}
${routers.map((result) => section(result)).join('')}`;
}

function section({ title, versions, notes, setUp }) {
  return `
## ${title}

${versions.join(', ')}

\`\`\`javascript
${setUp}
\`\`\`

${notes.map((note) => `- ${note}\n`).join('')}`;
}

function tableOf(story, results) {
  const features = Object.keys(story);
  const cell = ({ note, failure }) => (failure ? 'FAILS' : (note ?? '–'));
  return table(
    ['', ...features],
    results.map(({ title, rows }) => [title, ...features.map((feature) => cell(rows[feature]))]),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
