import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readOperations } from '../../src/example-operations.js';
import type { DemoField } from '../demo/fill-form.js';
import { AuditLog, type StepCounts } from './audit-log.js';
import { Customer } from './customer.js';
import { FaultInjector } from './fault-injector.js';
import { GatewayClient } from './gateway-client.js';
import { Secrets } from './leaks.js';
import { MemoryWatch } from './memory.js';
import { HELP, readOptions } from './options.js';
import { RollingRestart } from './rolling-restart.js';
import { SandboxControl } from './sandbox-control.js';
import { SeededRandom } from './seeded-random.js';
import { SharedClock } from './shared-clock.js';
import { API_KEY, PATIENT_TIMEOUT_MS, Stack, UPSTREAM_TIMEOUT_MS } from './stack.js';

/** How many people the sandbox has cards of (docs/sandbox.md). */
const SAMPLE_PEOPLE = 500;
/** Who reads the forms, at the start. */
const AHMED = {
  ...{ phoneNumber: '+201000000001', password: 'Cairo-2026!', deviceId: 'cairo-phone' },
  geoLocation: { latitude: 30.0444, longitude: 31.2357 },
};

const LOGIN = { field: 'login', type: 'LoginInput', fields: '... on Session { accessToken refreshToken }' };

/** By then a killed gateway or Redis has started again. */
const MAX_UNTIL_ASKED_AGAIN_MS = 3000;
/** In a deploy customers are people: before each step of a signature they take up to so long. */
const MAX_THINKING_MS = 8000;
/** And what costs one sandbox most is over before it: cards are drawn and read, so few come in at once. */
const JOIN_AT_ONCE = 4;

/** The last part of a run leaves one gateway alive, to see whether its memory grows. */
const PART_WITHOUT_RESTARTS = 0.5;
/** Where nobody has signed in the second half yet, customers have so much longer, and nothing is broken any more. */
const MAX_LONGER_MS = 60_000;

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`${options}\n\n${HELP}`);
  process.exit(1);
}
const { help, seconds, seed, replicas, customers: customersAtOnce, isDeploy } = options;
if (help) {
  process.stdout.write(HELP);
  process.exit(0);
}
/** Several gateways have a quota to share, which their load is more than. */
const quota = replicas > 1 && !isDeploy ? { perSecond: 10, perMinute: 300 } : { perSecond: 0, perMinute: 0 };
process.stdout.write(
  `Soaking ${replicas === 1 ? 'one gateway' : `${replicas} gateways`} for ${seconds} s, seed ${seed} …\n`,
);

const folder = mkdtempSync(join(tmpdir(), 'soak-'));
const stack = await Stack.start(folder, {
  replicas,
  ...quota,
  isBehindHaproxy: options.isBehindHaproxy,
  hasSentinels: options.hasSentinels,
  isPatient: isDeploy,
});
// Its processes would go on without it, and hold their ports; npm, where it is ended, has this one end by SIGTERM.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void stack.close().finally(() => process.exit(1)));
try {
  process.exitCode = await soak();
} finally {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Plays the customers while faults are injected, then draws up the account; 0 where it is clean. Customers who stopped signing half-way
 * would leave nothing to be lost and no load to hold the memory against: that is no clean account.
 */
async function soak(): Promise<number> {
  const secrets = new Secrets();
  secrets.add('ApiKey', API_KEY);
  // The longest wait is for a step that waits for Redis, is sent, and is answered.
  const client = new GatewayClient(stack.gatewayUrl, secrets, isDeploy ? 3 * PATIENT_TIMEOUT_MS : undefined);
  const control = new SandboxControl(stack.sandboxUrl, secrets);
  const auditLog = new AuditLog();
  // Beyond the ten minutes of which the sandbox counts the codes that it sends.
  const clock = new SharedClock(() => control.advanceClock(601));
  await control.setQuota(quota.perSecond, quota.perMinute);
  await learnForms(client, control, auditLog);
  const people = Array.from({ length: SAMPLE_PEOPLE }, (_, index) => index + 1);
  const customers = Array.from({ length: customersAtOnce }, (_, index) => {
    const own = people.filter((number) => number % customersAtOnce === index);
    // Each has their own, and so do the faults: what comes first differs from run to run.
    const random = new SeededRandom(seed + 1 + index);
    const pace = { thinksMs: isDeploy ? MAX_THINKING_MS : 0, asksAgainMs: MAX_UNTIL_ASKED_AGAIN_MS };
    return new Customer(own, { client, control, auditLog, secrets, random, pace, clock });
  });
  if (isDeploy) {
    const waiting = [...customers];
    const joinInTurn = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await next.join();
    };
    await Promise.all(Array.from({ length: JOIN_AT_ONCE }, joinInTurn));
  }
  const faultInjector = isDeploy
    ? new RollingRestart(stack, replicas)
    : new FaultInjector(stack, new SeededRandom(seed));
  const memory = new MemoryWatch(stack);
  const endAt = Date.now() + seconds * 1000;
  let acknowledgedBefore = 0;
  let signedBefore = Number.POSITIVE_INFINITY;
  const halfTime = pause((seconds * 1000) / 2).then(() => {
    acknowledgedBefore = auditLog.count('acknowledged');
    signedBefore = auditLog.signingSteps;
  });
  const isOver = () => {
    const now = Date.now();
    return now >= endAt && (auditLog.signingSteps > signedBefore || now >= endAt + MAX_LONGER_MS);
  };
  await Promise.all([
    halfTime,
    ...customers.map((customer) => customer.liveUntil(isOver)),
    faultInjector.runUntil(endAt, endAt - (replicas > 1 ? 0 : seconds * 1000 * PART_WITHOUT_RESTARTS)),
    memory.watchUntil(endAt),
  ]);
  // What was under way at the end is over by then.
  await pause(2000);
  const trails = new Map<string, string[]>();
  for (const id of auditLog.trails) trails.set(id, await control.trail(id));
  const begun = stack.operationsOverWebSocket();
  const { lost, doubled, unanswered, steps } = auditLog.reconcile({
    sends: stack.sendLog.steps,
    trails,
    isDisturbed: faultInjector.disturbances.overlap,
    isKilled: stack.isKilled,
    gatewaysAt: stack.gatewaysAt,
    timesBegun: (requestId) => begun.get(requestId) ?? 0,
    promptMs: UPSTREAM_TIMEOUT_MS / 4,
    timeoutMs: isDeploy ? PATIENT_TIMEOUT_MS : UPSTREAM_TIMEOUT_MS,
  });
  const leaked = [
    ...client.leaked,
    ...[...secrets.foundIn(stack.printed)].map(([kind, n]) => `${kind} printed: ${n}`),
  ];
  const lately = auditLog.count('acknowledged') - acknowledgedBefore;
  const signedLately = auditLog.signingSteps - signedBefore;
  const sum = (of: (customer: Customer) => number) => customers.reduce((all, each) => all + of(each), 0);
  const faults = [...faultInjector.counts.values()].reduce((all, count) => all + count, 0);
  const lines: [string, string | number][] = [
    ['operations', client.operations],
    ['customers from nothing', sum(({ joined }) => joined)],
    ['contracts begun', sum(({ stories }) => stories)],
    ['contracts signed', sum(({ signed }) => signed)],
    ['steps acknowledged', auditLog.count('acknowledged')],
    ['  of them in the second half', lately],
    ['  signing steps among them', signedLately],
    ['steps refused', auditLog.count('refused')],
    ['steps of unknown outcome', auditLog.count('unknown')],
    ['steps without an answer', auditLog.count('cut')],
    ['steps sent again after 1012', auditLog.sentAgain],
    ...[...unanswered].map(([reason, lines]): [string, number] => [`  ${reason}`, lines.length]),
    ...[...steps].map(([step, counts]): [string, string] => [`step: ${step}`, textOf(counts)]),
    ['faults injected', faults],
    ...[...faultInjector.counts].map(([kind, count]): [string, number] => [`fault: ${kind}`, count]),
    ['faults that nobody met', faultInjector.unmet],
    ...(replicas > 1 ? [['answers of 429 by Vlens', stack.proxy.tooMany] as [string, number]] : []),
    ['lost', lost.length],
    ['doubled', doubled.length],
    ['leaked', leaked.length],
    ['internal errors', client.internalErrors.length],
    ['processes that ended badly', stack.unordered.length],
    ['memory of the longest-lived gateway', memory.slope()],
  ];
  for (const [what, value] of lines) process.stdout.write(`${what.padEnd(40)} ${value}\n`);
  // In a deploy nobody is killed.
  const inDoubt = isDeploy
    ? [...unanswered].flatMap(([reason, lines]) => lines.map((line) => `${reason}: ${line}`))
    : [];
  // Nothing is lost either where nobody gets as far as to sign, or where nothing is broken.
  const idle = [
    ...(signedLately === 0
      ? ['nobody took a step of a signature in the second half: the soak shows nothing']
      : []),
    ...(faults === 0 ? ['nothing was broken: the soak shows nothing'] : []),
  ];
  const errors = [
    ...lost,
    ...doubled,
    ...leaked,
    ...client.internalErrors,
    ...stack.unordered,
    ...inDoubt,
    ...idle,
  ];
  for (const error of errors) process.stdout.write(`! ${error}\n`);
  // What the gateways say of those holds no value.
  for (const line of stack.printed.split('\n'))
    if (line.includes('"unexpected error')) process.stdout.write(`! ${line}\n`);
  return errors.length === 0 ? 0 : 1;
}

function textOf({ attempts, acknowledged, sent, accepted, answered }: StepCounts): string {
  return `attempts ${attempts}, acknowledged ${acknowledged}, sent ${sent}, accepted ${accepted}, answered ${answered}`;
}

async function learnForms(client: GatewayClient, control: SandboxControl, auditLog: AuditLog): Promise<void> {
  const operations = readOperations(
    new URL('../../../client/operations/sign-a-contract.graphql', import.meta.url),
  );
  const login = await client.mutate(LOGIN, AHMED, null);
  auditLog.record({ step: 'Login', trail: null, copies: [login] });
  for (const id of [414, 415]) {
    const data = await client.query(
      operations.get('ProductForm') ?? '',
      { id },
      String(login.member?.accessToken),
    );
    const product = data?.productType as { formFields: DemoField[] } | null | undefined;
    if (!product) throw new Error('The form could not be read.');
    control.learnForm(id, product.formFields);
  }
}
