// Takes one router through the story: node run.mjs apollo-gateway, with GATEWAY_URL (a subgraph) and SANDBOX_URL. Prints title, versions, notes, setUp and rows as JSON.
import { argv, env, exit, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { setUpOf, versionsOf } from '../set-up.mjs';
import { World } from '../world.mjs';
import { NOTES, NOTES_OF_FEDERATION_1, startNotes } from './notes.mjs';
import { ROUTER_STORY, RouterTeller } from './story.mjs';

const adapter = fileURLToPath(new URL(`adapters/${argv[2]}.mjs`, import.meta.url));
const { router, open } = await import(adapter);
const vlensUrl = `${env.GATEWAY_URL}/graphql`;
const notes = await startNotes(router.notesOfFederation1 ? NOTES_OF_FEDERATION_1 : NOTES);
const opened = await open({ vlensUrl, notesUrl: notes.url, sdl: await sdlOf(vlensUrl) });
const teller = new RouterTeller(opened, new World(env.SANDBOX_URL));
const rows = {};
for (const [feature, play] of Object.entries(ROUTER_STORY)) {
  try {
    rows[feature] = { note: await play(teller) };
  } catch (error) {
    rows[feature] = { failure: error.stack };
  }
}
await opened.close();
const { title, packages, notes: said, from = adapter } = router;
const versions = versionsOf(packages, from);
stdout.write(JSON.stringify({ title, versions, notes: said, setUp: setUpOf(adapter), rows }), () => exit());

async function sdlOf(url) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  return (await answer.json()).data._service.sdl;
}
