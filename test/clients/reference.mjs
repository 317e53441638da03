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

Each client, with its default settings, goes through one story in front of the sandbox. \`npm run clients\` writes this page;
\`npm run clients:latest\` prints what changes with the newest version of each. A dash means that the client has no such feature.

${tableOf(STORY, results)}

In the set-ups below, \`url\` is \`https://…/graphql\`, \`wsUrl\` is the same with \`wss:\`, \`streamUrl\` is \`https://…/graphql/stream\`, and \`bearer()\`
returns \`{ authorization: 'Bearer …' }\`, or \`{}\` before the login. \`possibleTypes\` comes with \`@vlens-gateway/client\`; \`schema\` is the
introspection of [the schema](schema.md). Browsers need no \`webSocketImpl\`.

Server-sent events: \`/graphql/stream\` takes one operation for each connection, by POST or by GET (graphql-sse's distinct connections mode), with
the token in \`Authorization\`. It has no single connection mode: only one replica would know a reserved stream, and HTTP/2 carries many streams
over one connection. A browser's own \`EventSource\` cannot send that header, and the gateway accepts no cookie in its place, because a browser adds
cookies to requests from other sites as well. Use one of the clients below, or an \`EventSource\` that uses \`fetch\` (\`eventsource\` 5 with its \`fetch\`
option, \`@microsoft/fetch-event-source\`). The events are \`next\` and \`complete\`: listen for both, and close at \`complete\`, because otherwise it
connects again. Give \`fetchEventSource\` an \`onerror\` that throws when the server has answered: otherwise it asks again every second, also after a
401. A service worker must not handle event streams: one that does delays its next release by five minutes, and the stream then ends for good.
${results.map((result) => section(result)).join('')}
## Any other client

Any client that sends \`query\` and an object of \`variables\` as JSON by POST, and can set a header, gets its answer. These were tried once, on 28
November 2026, with only these pages, in a minute or two each:

- graphql-hooks 8.2: works. An error about the request comes as \`error.httpError\`: its code is in \`JSON.parse(body).errors\`.
- FetchQL 3.0: works. It rejects with the list of errors.
- graphqurl 2.0 (\`gq\`): queries and mutations work. Its subscriptions end with "Server sent no subprotocol": it uses the old \`graphql-ws\`
  subprotocol of subscriptions-transport-ws, and the gateway supports only \`graphql-transport-ws\`.
- eventsource 5.1: subscriptions by GET work, as above.
- Bruno 4.1 (\`bru run\`, a request of type \`graphql\`): works. A file of results (\`--output\`) contains the token of a login.
- GQty 3.6: works. It runs the function that you give \`resolve\` several times: create the \`idempotencyKey\` and times before, or you lose the answer of
  a mutation. Its generator writes \`Array<[String!]>\` for \`FormField.table\`: change it to \`Array<string[]>\`. It requires graphql-ws 5, whose protocol is
  the same.
- nanographql 2.0: it writes \`variables\` as a text inside the JSON. The gateway refuses that, with a sentence that says so.

A page of the internet that calls a gateway at \`http://localhost\`, as Apollo's hosted Sandbox or a preview of your frontend does: Chromium asks the person
first (Chromium 156). Refused, \`fetch\`, event streams and WebSockets fail as if no server were there, and the gateway's log has no line of it: allow it in the page's
permissions (\`findings/chromium-asks-before-a-page-calls-localhost.sh\`). The gateway's own \`/explorer\` needs no permission.

### Other languages

Generators read \`schema.graphql\` of \`@vlens-gateway/client\`, or the introspection, which is off in production. Whatever the language:

- An expired token and a failed field are HTTP 200, with the code in \`extensions\`. A mistake in the operation or in its variables is 400, or 200 if \`Accept\` names
  \`application/json\` and nothing newer.
- Leave an optional input out, or send null. An empty text is a value, and no UUID, enum or cursor: in Go use pointers with \`omitempty\`. \`first: 0\` is refused.
- A \`DateTime\` needs its offset or \`Z\`. Refused are Python's \`datetime.utcnow().isoformat()\` and \`str(datetime)\`, and Ruby's \`Time\` as JSON; send
  \`datetime.now(timezone.utc).isoformat()\` and \`Time#iso8601\`.
- A later version may add members to a union and values to an enum (the changelog names them). Where "new member" below says that the answer is lost, the step was
  taken all the same: generate your types again, and send the step again with the same \`idempotencyKey\`.

These were tried once, on 1 December 2026, with a login, a form, a step far from home, an error of one field and an expired token:

| client | works | codes of errors | new member of a union | new value of an enum |
| --- | --- | --- | --- | --- |
| Go: gqlclient of November 2022 (\`gqlclientgen\`, Debian 12) | yes | in \`Error.Extensions\`, of the first error; the rest of the answer is there | the answer is lost | passes |
| Go: shurcooL/graphql of June 2022, and cli/shurcooL-graphql 0.0.2 | yes | none | passes | passes |
| Go: machinebox/graphql 0.2 | yes | none | passes | passes |
| Ruby: graphql-client 0.16 | yes | in \`errors.all.details\`, also those of single fields, which \`errors\` leaves out | raises when it is read | raises when it is read |
| Ruby: graphlient 0.5 | yes | in \`error.response\`; an error beside data raises nothing | as graphql-client | as graphql-client |
| ReScript: rescript-relay 4.4 | yes | in the network function alone, as with Relay | \`UnselectedUnionMember\` | passes |

- gqlclientgen takes no aliases and no fragments of another file, and gives operations and types one name space: leave \`join.graphql\` out, and rename the operations
  \`Eligibility\`, \`SigningLink\` and \`ContractPdf\`.
- shurcooL/graphql fills every inline fragment that has a field of that name: decide by \`__typename\` (\`findings/shurcool-graphql-fills-every-fragment.sh\`). To know
  a code, read the body in an \`http.RoundTripper\`.
- machinebox/graphql sends JSON unless \`UseMultipartForm\` is set, which gets 415.
- graphlient takes operations without a name only. It raises \`ExecutionError\` where the whole field is null, and \`FaradayServerError\` for a 400.
- In rescript-relay, as in Relay, the type of a union is a choice between its members only without \`... on Problem\`.
- Python: graphql-core 3.2 reads the schema (file and introspection) and finds every operation in \`client/operations/\` valid; 2.3 (Debian 12) reads the introspection
  alone. Subscriptions work with httpx-sse 0.4 (POST to \`/graphql/stream\`, with \`timeout=None\`) and, message by message, with websockets 17.1
  (\`subprotocols=['graphql-transport-ws']\`; the old \`graphql-ws\` gets 4406).
- Elm: dillonkearns/elm-graphql 4.3 generates from the introspection. A new value of an enum fails its decoder.
- Perl: GraphQL 0.54 reads the schema and the operations.
- C#: GraphQL Code Generator's plugins can't be used: they know no unions (\`findings/codegen-c-sharp-leaves-unions-out.sh\`).
- Java and Kotlin: its plugins \`java\` and \`kotlin\` write inputs and enums only; give \`kotlin\` your \`scalars\`, otherwise they are \`any\`.
- With [trusted documents](../how-to/trusted-documents.md) only, what gqlclientgen and graphql-core print of \`client/operations/\` passes. graphql-client names operations
  and fragments after Ruby's constants (\`Ops__LogIn\`), and shurcooL/graphql writes its own text: they need these in the manifest. An operation without a
  name and without fragments has the name of its constant: \`LogIn = Client.parse("mutation(…) …")\` passes.
- quicktype 26 can't be used: it refuses \`__typename\` (\`findings/quicktype-takes-no-typename.sh\`).

[Send a step once](../how-to/repeat-safely.md) names the HTTP libraries that repeat a POST.

# Routers

Each router goes through its own story in front of the gateway as a subgraph (\`FEDERATION=true\`, see [federation](../federation.md)) and another
team's subgraph, which adds a field to business requests and to products. \`vlensUrl\` is \`http://gateway:4000/graphql\`, and \`notesUrl\` the address of
the other subgraph.

**Not tested with this story: Apollo Router and Cosmo's router.** Neither comes from npm (\`@apollo/rover\` and \`wgc\` fetch the binaries from
elsewhere), so nobody has run one in front of the gateway yet. Composing is tested, with their own libraries. The configurations in
[federation](../federation.md) follow their documentation: try yours before you rely on it.

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
