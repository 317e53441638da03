import { STORY } from './story.mjs';

/** The adapters, in the order of the reference. */
export const ADAPTERS = [
  ...['apollo', 'urql', 'relay', 'graphql-request', 'gql-tada', 'tanstack-query'],
  ...['genql', 'villus', 'graphql-ws', 'graphql-sse', 'executor-http'],
];

/** @param results what `run.mjs` printed for each of ADAPTERS @returns docs/reference/clients.md */
export function clientsReference(results) {
  const features = Object.keys(STORY);
  const cell = ({ note, failure }) => (failure ? 'FAILS' : (note ?? '–'));
  return `# Clients

Each client, as it comes out of the box, is taken through one story in front of the sandbox. \`npm run clients\` writes this page;
\`npm run clients:latest\` says what changes with the newest version of each. A dash: the client has no such thing.

${table(
  ['', ...features],
  results.map(({ title, rows }) => [title, ...features.map((feature) => cell(rows[feature]))]),
)}

In the set-ups below, \`url\` is \`https://…/graphql\`, \`wsUrl\` the same with \`wss:\`, \`streamUrl\` is \`https://…/graphql/stream\`, and
\`bearer()\` answers \`{ authorization: 'Bearer …' }\`, or \`{}\` before the login. \`possibleTypes\` comes with the package of this
project; \`schema\` is the introspection of [its schema](schema.md). Browsers need no \`webSocketImpl\`.
${results.map(section).join('')}`;
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

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
