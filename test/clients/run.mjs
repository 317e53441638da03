// Takes one client through the story: node run.mjs apollo, with GATEWAY_URL and SANDBOX_URL. Prints title, versions, notes, setUp and rows as JSON.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, exit, stdout } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { startRecorder } from './recorder.mjs';
import { STORY, Teller } from './story.mjs';
import { World } from './world.mjs';

const STEP_TIMEOUT_MS = 10_000;
const require = createRequire(import.meta.url);
const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const schemaFile = env.SCHEMA_FILE ?? file('../../schema/schema.graphql');

const { client, open } = await import(`./adapters/${argv[2]}.mjs`);
const folder = await mkdtemp(join(tmpdir(), 'client-'));
const recorder = await startRecorder(env.GATEWAY_URL);
const teller = new Teller({
  client,
  recorder,
  world: new World(env.SANDBOX_URL),
  scan: JSON.parse(await readFile(file('scan.json'), 'utf8')),
});
const schema = buildSchema(await readFile(schemaFile, 'utf8'));
teller.begin(
  await open({
    url: `${recorder.url}/graphql`,
    wsUrl: `${recorder.url.replace('http', 'ws')}/graphql`,
    streamUrl: `${recorder.url}/graphql/stream`,
    token: () => teller.token,
    schema: introspectionFromSchema(schema),
    possibleTypes: possibleTypesOf(schema),
    schemaFile,
    folder,
    bin: (name, path) => join(folderOf(name), path),
  }),
);

const rows = {};
for (const [feature, play] of Object.entries(STORY)) {
  try {
    rows[feature] = { note: await Promise.race([play(teller), timeOut()]) };
  } catch (error) {
    rows[feature] = { failure: error.stack };
  }
}
const versions = client.packages.map(
  (name) => `${name} ${require(join(folderOf(name), 'package.json')).version}`,
);
const { title, notes } = client;
stdout.write(JSON.stringify({ title, versions, notes, setUp: await setUp(argv[2]), rows }), async () => {
  await rm(folder, { recursive: true });
  exit();
});

async function timeOut() {
  await setTimeout(STEP_TIMEOUT_MS);
  throw new Error(`No end within ${STEP_TIMEOUT_MS} ms.`);
}

function possibleTypesOf(schema) {
  const abstract = Object.values(schema.getTypeMap()).filter((type) =>
    type.astNode?.kind.match(/^(Union|Interface)/),
  );
  return Object.fromEntries(
    abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}

/** The lines that the reference shows: those between `// set-up` and `// end` of the adapter. */
async function setUp(adapter) {
  const text = await readFile(file(`adapters/${adapter}.mjs`), 'utf8');
  const [, lines] = /\/\/ set-up\n([\s\S]*?)\n *\/\/ end/.exec(text);
  return lines.replace(/^ {2}/gm, '');
}

function folderOf(name) {
  return require.resolve
    .paths(name)
    .map((root) => join(root, name))
    .find((root) => existsSync(root));
}
