import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { folderOf } from '../../set-up.mjs';
import { eventsOf } from '../events.mjs';

const PACKAGE = '@grafbase/cli-x86_64-unknown-linux-musl';
const WAIT_MS = 60_000;

export const router = {
  title: 'Grafbase',
  packages: [PACKAGE],
  notes: [
    'A router in Rust. The package contains its binary for Linux: `grafbase dev --config grafbase.toml` composes and serves. Its gateway for production uses the same file.',
    'The lines of its event streams end with CR and LF: urql and GraphQL Tools’ executor find no event in them. Let these clients subscribe over WebSocket (at `/ws`).',
  ],
};

export async function open({ vlensUrl, notesUrl }) {
  // set-up
  const grafbaseToml = `
    [[headers]]
    rule = "forward"
    name = "authorization"
    [[headers]]
    rule = "forward"
    name = "x-request-id"
    [subgraphs.vlens]
    introspection_url = "${vlensUrl}"
    url = "${vlensUrl}"
    websocket_url = "${vlensUrl.replace('http', 'ws')}"
    [subgraphs.notes]
    introspection_url = "${notesUrl}"
    url = "${notesUrl}"
  `;
  // end
  const folder = await mkdtemp(join(tmpdir(), 'grafbase-'));
  await writeFile(join(folder, 'grafbase.toml'), grafbaseToml);
  const port = String(await freePort());
  const command = join(folderOf(PACKAGE, import.meta.url), 'grafbase');
  const options = ['--home', folder, 'dev', '--config', 'grafbase.toml', '--port', port];
  const child = spawn(command, options, { cwd: folder, stdio: 'ignore' });
  const close = async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  };
  const url = `http://127.0.0.1:${port}/graphql`;
  const giveUpAt = Date.now() + WAIT_MS;
  while (!(await isReady(url))) {
    if (Date.now() < giveUpAt && child.exitCode === null) await setTimeout(100);
    else {
      await close();
      throw new Error('Grafbase did not start.');
    }
  }
  return { url, watch: (query, variables, headers) => eventsOf(url, { query, variables }, headers), close };
}

async function isReady(url) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' }).catch(
    () => null,
  );
  return answer?.ok && (await answer.json()).data;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
