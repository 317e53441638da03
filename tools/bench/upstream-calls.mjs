import { setTimeout as pause } from 'node:timers/promises';
import { gateway } from './contenders/gateway.mjs';
import { hiveGateway } from './contenders/hive-gateway.mjs';
import { restFrontend } from './contenders/rest-frontend.mjs';
import { startCountingUpstream } from './counting-upstream.mjs';
import { isUnanswered } from './outcomes.mjs';
import { writeTable } from './write-table.mjs';

const CONTENDERS = [gateway, restFrontend, hiveGateway];
const QUOTA = { perSecond: 10, perMinute: 60 };
const CALLERS = 50;
const SECONDS = 60;
const SIGNING_EVERY_SECONDS = 5;

/** Each is played against a contender and an upstream of its own; the calls that arrive are counted. */
const SCENARIOS = [
  ['100 statuses by id', (contender) => contender.statuses(100, 'ann')],
  ['a list of 50 with status', (contender) => contender.list(50, 'ann')],
  ['the list with form fields', (contender) => contender.listWithForms(50, 'ann')],
  ['30 aliased requests, half light, half full', (contender) => contender.mixed(30, 'ann')],
  ['200 identical polls of one caller in a second', pollForASecond],
];

async function pollForASecond(contender) {
  const polls = [];
  for (let sent = 0; sent < 200; sent += 1) {
    polls.push(contender.poll('ann'));
    await pause(4);
  }
  return Promise.all(polls);
}

/** Many callers poll each second for a minute, with signing steps in between, under the tenant's quota. */
async function pollUnderQuota(contender) {
  const reads = [];
  const signingSteps = [];
  for (let second = 0; second < SECONDS; second += 1) {
    for (let caller = 0; caller < CALLERS; caller += 1) {
      reads.push(contender.poll(`caller-${caller}`));
      await pause(1000 / CALLERS);
    }
    if (second % SIGNING_EVERY_SECONDS === 0) signingSteps.push(contender.sign('signer'));
  }
  return { reads: await Promise.all(reads), signingSteps: await Promise.all(signingSteps) };
}

const rows = [['**upstream calls for**', ...CONTENDERS.map(() => '')]];
for (const [title, play] of SCENARIOS) {
  const counts = [];
  for (const contender of CONTENDERS) counts.push(await measure(contender, play, null));
  rows.push([title, ...counts.map(({ calls, failed }) => (failed ? `failed (${calls})` : calls))]);
  process.stderr.write(`${rows.at(-1).join(' | ')}\n`);
  if (counts.some(({ failed }) => failed)) process.exitCode = 1;
}

const underQuota = [];
for (const contender of CONTENDERS) underQuota.push(await measure(contender, pollUnderQuota, QUOTA));
const under = `${CALLERS} callers polling each second for a minute, a signing step every ${SIGNING_EVERY_SECONDS} s, quota ${QUOTA.perSecond}/s and ${QUOTA.perMinute}/min`;
rows.push([`**${under}**`, ...CONTENDERS.map(() => '')]);
const row = (what, of) => rows.push([what, ...underQuota.map(of)]);
row('429s from upstream', ({ refused }) => refused);
row(
  'signing steps answered',
  ({ result: { signingSteps } }) => `${count(signingSteps, 'answered')} of ${signingSteps.length}`,
);
row('slowest signing step, ms', ({ result: { signingSteps } }) => slowest(signingSteps));
row('reads answered', ({ result: { reads } }) => `${count(reads, 'answered')} of ${reads.length}`);
row('reads RATE_LIMITED', ({ result: { reads } }) => count(reads, 'limited'));
row('slowest read, ms', ({ result: { reads } }) => slowest(reads));

writeTable('upstream', ['', ...CONTENDERS.map(({ name }) => name)], rows);

async function measure(contender, play, quota) {
  const upstream = await startCountingUpstream(quota);
  const started = await contender.start(upstream.url);
  const before = upstream.calls;
  const result = await play(started);
  await started.close();
  upstream.close();
  return {
    result,
    calls: upstream.calls - before,
    refused: upstream.refused,
    // Under a quota some of it is refused, and counted.
    failed: quota === null && isUnanswered(result),
  };
}

function count(answers, wanted) {
  return answers.filter(({ outcome }) => outcome === wanted).length;
}

function slowest(answers) {
  return Math.round(Math.max(...answers.map(({ ms }) => ms)));
}
