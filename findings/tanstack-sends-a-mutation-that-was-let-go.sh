#!/usr/bin/env bash
# Guess: a mutation of TanStack Query that is started without a network fails at once, as fetch does; what a component has reset or whose
# component is gone is not sent any more.
# Seen (28 November 2026, @tanstack/query-core 5.108.4): it is not tried but paused (`isPaused`), and sent as soon as the browser is online
# again, a minute or a day later, also after `reset()`, with nobody listening. Two presses are two mutations, and both are sent, in
# one moment. Only `networkMode: 'always'` sends at once, and fails at once.
# For you: a payment or a signature that somebody gave up on is carried out when the train leaves the tunnel. Set
# `networkMode: 'always'` on every mutation that must happen now or not at all, and give it an idempotency key.
# Versions: @tanstack/query-core@5.108.4.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @tanstack/query-core@5.108.4
cat > run.mjs <<'JS'
import { MutationObserver, onlineManager, QueryClient } from '@tanstack/query-core';

const sent = [];
const client = new QueryClient();
client.mount();
const pause = () => new Promise((done) => setTimeout(done, 100));
/** A button of a component that goes away. */
async function press(name, options) {
  const mutation = new MutationObserver(client, { mutationFn: async (what) => { sent.push(what); }, ...options });
  const stopListening = mutation.subscribe(() => {});
  mutation.mutate(name).catch(() => {});
  await pause();
  const { status, isPaused } = mutation.getCurrentResult();
  mutation.reset();
  stopListening();
  return `${status}${isPaused ? ', paused' : ''}`;
}
onlineManager.setOnline(false);
console.log('offline: pressed,', await press('first'), '· pressed again,', await press('second'));
await press('always', { networkMode: 'always' });
const offline = sent.splice(0).join();
onlineManager.setOnline(true);
await pause();
console.log(`sent while offline: ${offline}; sent when online again: ${sent}`);
process.exit(offline === 'always' && sent.join() === 'first,second' ? 0 : 1);
JS
timeout 30 node run.mjs
