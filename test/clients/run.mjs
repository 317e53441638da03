// Takes one client through the story: node run.mjs apollo, with GATEWAY_URL and SANDBOX_URL. Prints title, versions, notes, setUp and rows as JSON.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, exit, stdout } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { startRecorder } from './recorder.mjs';
import { folderOf, setUpOf, versionsOf } from './set-up.mjs';
import { STORY, Teller } from './story.mjs';
import { World } from './world.mjs';

const STEP_TIMEOUT_MS = 60_000;
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
    bin: (name, path) => join(folderOf(name, import.meta.url), path),
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
const versions = versionsOf(client.packages, client.from ?? import.meta.url);
const { title, notes } = client;
stdout.write(
  JSON.stringify({ title, versions, notes, setUp: setUpOf(file(`adapters/${argv[2]}.mjs`)), rows }),
  async () => {
    await rm(folder, { recursive: true });
    exit();
  },
);

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
