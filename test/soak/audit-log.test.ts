import { describe, expect, it } from '@jest/globals';
import { type Attempt, AuditLog, type Copy, type Evidence } from '../../tools/soak/audit-log.js';
import type { Send } from '../../tools/soak/send-log.js';

const STEP = 'StepValidateOtp';
const aCopy = (more: Partial<Copy> = {}): Copy => ({
  requestId: 'id-1',
  outcome: 'acknowledged',
  from: 1000,
  to: 2000,
  ...more,
});
const aSend = (more: Partial<Send> = {}): Send => ({
  requestId: 'id-1',
  step: STEP,
  sentAt: 1100,
  deliveredAt: 1150,
  status: 200,
  isAccepted: true,
  ...more,
});
const notAnswered = { deliveredAt: null, status: null, isAccepted: null };
const refusedByVlens = { isAccepted: false };

/** What the reconciliation of one attempt finds. */
function findings(
  copies: Copy[],
  sends: Send[],
  more: Partial<Evidence> & Partial<Pick<Attempt, 'trail'>> = {},
): { lost: string[]; doubled: string[] } {
  const { trail = null, ...evidence } = more;
  const auditLog = new AuditLog();
  auditLog.record({ step: STEP, trail, copies });
  const { lost, doubled } = auditLog.reconcile({
    sends,
    trails: new Map(),
    isDisturbed: () => false,
    isKilled: () => false,
    gatewaysAt: () => 'while no gateway changed',
    timesBegun: () => 1,
    promptMs: 500,
    timeoutMs: 1500,
    ...evidence,
  });
  return { lost, doubled };
}

const NOTHING = { lost: [], doubled: [] };
const lost = (reason: string) => ({ lost: [expect.stringContaining(reason)], doubled: [] });
const doubled = (reason: string) => ({ lost: [], doubled: [expect.stringContaining(reason)] });

describe('Clean is', () => {
  it.each<[string, Copy[], Send[], (Partial<Evidence> & { trail?: string })?]>([
    ['a step that was sent once and acknowledged', [aCopy()], [aSend()]],
    ['a step under an id with a counter', [aCopy()], [aSend({ requestId: 'id-1.1' })]],
    ['one send for several copies', [aCopy(), aCopy({ requestId: 'id-2' })], [aSend({ requestId: 'id-2' })]],
    ['a refusal that is told as one', [aCopy({ outcome: 'refused' })], [aSend(refusedByVlens)]],
    ['what was refused and never sent', [aCopy({ outcome: 'refused' })], []],
    [
      'a second send after Vlens had looked at nothing',
      [aCopy(), aCopy({ requestId: 'id-2', outcome: 'refused' })],
      [aSend({ requestId: 'id-2', status: 429, isAccepted: false }), aSend()],
    ],
    ['an unknown outcome of what was not answered', [aCopy({ outcome: 'unknown' })], [aSend(notAnswered)]],
    [
      'an unknown outcome of what was answered late',
      [aCopy({ outcome: 'unknown' })],
      [aSend({ sentAt: 100 })],
    ],
    [
      'an unknown outcome while something was broken on purpose',
      [aCopy({ outcome: 'unknown' })],
      [aSend()],
      { isDisturbed: (from, to) => from === 1000 && to === 2000 },
    ],
    [
      'no answer by a gateway that was killed',
      [aCopy({ outcome: 'cut' })],
      [aSend()],
      { isKilled: () => true },
    ],
    [
      'what crossed the closing of its WebSocket, was begun nowhere and was then answered',
      [aCopy({ closedUnanswered: 1 })],
      [aSend()],
    ],
    [
      'what crossed it, and found no gateway any more',
      [aCopy({ outcome: 'refused', error: 'NOT_SENT', closedUnanswered: 1 })],
      [],
      { timesBegun: () => 0 },
    ],
    [
      'no answer to what was never sent, by a gateway that was killed',
      [aCopy({ outcome: 'cut' })],
      [],
      { isKilled: () => true },
    ],
    [
      'an unknown outcome, in the audit trail or not',
      [aCopy({ outcome: 'unknown' })],
      [aSend(notAnswered)],
      { trail: 'r', trails: new Map([['r', [STEP]]]) },
    ],
  ])('%s', (_, copies, sends, more = {}) => {
    expect(findings(copies, sends, more)).toEqual(NOTHING);
  });
});

describe('A doubling is', () => {
  it.each<[string, Copy[], Send[], string, (Partial<Evidence> & { trail?: string })?]>([
    ['a step that was sent twice', [aCopy()], [aSend(), aSend()], 'sent again'],
    [
      'a second send after a refusal',
      [aCopy({ outcome: 'refused' })],
      [aSend(refusedByVlens), aSend(refusedByVlens)],
      'sent again',
    ],
    [
      'a second send after none was answered',
      [aCopy({ outcome: 'unknown' })],
      [aSend(notAnswered), aSend(notAnswered)],
      'sent again',
    ],
    [
      'a send for each of two copies under one key',
      [aCopy(), aCopy({ requestId: 'id-2' })],
      [aSend(), aSend({ requestId: 'id-2' })],
      'sent again',
    ],
    [
      'a send that no client asked for',
      [aCopy()],
      [aSend(), aSend({ requestId: 'id-9' })],
      'no client asked for it',
    ],
    [
      'another step under the same id',
      [aCopy()],
      [aSend(), aSend({ step: 'Create' })],
      'no client asked for it',
    ],
    ['a send without an id', [aCopy()], [aSend(), aSend({ requestId: '' })], 'no client asked for it'],
    [
      'what is twice in the audit trail',
      [aCopy()],
      [aSend()],
      'acknowledged 1, unknown 0, in the sandbox 2',
      { trail: 'r', trails: new Map([['r', [STEP, 'StepRequestOtp', STEP]]]) },
    ],
  ])('%s', (_, copies, sends, reason, more = {}) => {
    expect(findings(copies, sends, more)).toEqual(doubled(reason));
  });
});

describe('A loss is', () => {
  it.each<[string, Copy[], Send[], string, (Partial<Evidence> & { trail?: string })?]>([
    ['acknowledged, and never sent', [aCopy()], [], 'never sent'],
    ['acknowledged, and refused by Vlens', [aCopy()], [aSend(refusedByVlens)], 'not accepted'],
    [
      'acknowledged, and not in the audit trail',
      [aCopy()],
      [aSend()],
      'acknowledged 1, unknown 0, in the sandbox 0',
      { trail: 'r', trails: new Map([['r', ['StepRequestOtp']]]) },
    ],
    ['accepted, and told as refused', [aCopy({ outcome: 'refused' })], [aSend()], 'told as refused'],
    [
      'never answered, and told as refused',
      [aCopy({ outcome: 'refused' })],
      [aSend(notAnswered)],
      'told as refused, and nobody knows',
    ],
    [
      'acknowledged, and told as unknown to a later copy',
      [aCopy(), aCopy({ requestId: 'id-2', outcome: 'unknown', from: 3000, to: 3100 })],
      [aSend()],
      'answered by Vlens before, told as unknown',
    ],
    [
      'acknowledged, and told as refused by Vlens to a later copy',
      [aCopy(), aCopy({ requestId: 'id-2', outcome: 'refused', error: null })],
      [aSend()],
      'told as refused to a copy',
    ],
    ['acknowledged, and never answered', [aCopy()], [aSend(notAnswered)], 'acknowledged on a guess'],
    [
      'acknowledged, though its answer never came whole',
      [aCopy()],
      [aSend({ deliveredAt: null })],
      'acknowledged on a guess',
    ],
    ['answered, and told as unknown', [aCopy({ outcome: 'unknown' })], [aSend()], 'told as unknown'],
    [
      'a refusal that is told as unknown',
      [aCopy({ outcome: 'unknown' })],
      [aSend(refusedByVlens)],
      'told as unknown',
    ],
    [
      'one copy without the answer that another has',
      [aCopy(), aCopy({ requestId: 'id-2', outcome: 'cut' })],
      [aSend()],
      'cut without an answer',
    ],
    [
      'begun, then sent again since its WebSocket was closed',
      [aCopy({ closedUnanswered: 1 })],
      [aSend()],
      'begun, and its WebSocket closed',
      { timesBegun: () => 2 },
    ],
    [
      'begun, and never answered by any gateway',
      [aCopy(), aCopy({ requestId: 'id-2', outcome: 'refused', error: 'NOT_SENT', closedUnanswered: 1 })],
      [aSend()],
      'begun, and its WebSocket closed',
    ],
    ['never sent, and cut without an answer', [aCopy({ outcome: 'cut' })], [], 'cut unanswered'],
    [
      'cut by a gateway that was not killed, while another one was',
      [aCopy({ outcome: 'cut' }), aCopy({ requestId: 'id-2', outcome: 'cut' })],
      [aSend(notAnswered)],
      'id-2: cut, sent 1, accepted 0, answered 0: cut without an answer',
      { isKilled: ({ requestId }) => requestId === 'id-1' },
    ],
    [
      'sent, and cut without an answer',
      [aCopy({ outcome: 'cut' })],
      [aSend(notAnswered)],
      'cut without an answer',
    ],
  ])('%s', (_, copies, sends, reason, more = {}) => {
    expect(findings(copies, sends, more)).toEqual(lost(reason));
  });
});

it.each<[string, Copy, Send[], boolean?]>([
  ['a process was killed', aCopy({ outcome: 'cut' }), [aSend(notAnswered)], true],
  ['never sent: HELD Nothing.', aCopy({ outcome: 'unknown', error: 'HELD Nothing.' }), []],
  ['answered by Vlens: no answer', aCopy({ outcome: 'cut' }), [aSend()]],
  [
    'Vlens took longer than 1500 ms: LATE',
    aCopy({ outcome: 'unknown', error: 'LATE', to: 2600 }),
    [aSend(notAnswered)],
  ],
  ['cut before Vlens answered: LATE', aCopy({ outcome: 'unknown', error: 'LATE' }), [aSend(notAnswered)]],
])('Of a step whose outcome nobody knows it says why: %s', (reason, copy, sends, isKilled = false) => {
  const auditLog = new AuditLog();
  auditLog.record({ step: STEP, trail: null, copies: [copy] });
  const evidence = {
    sends,
    trails: new Map(),
    isDisturbed: () => false,
    isKilled: () => isKilled,
    gatewaysAt: () => '',
    timesBegun: () => 1,
  };
  const { unanswered } = auditLog.reconcile({ ...evidence, promptMs: 500, timeoutMs: 1500 });
  expect([...unanswered.keys()]).toEqual([reason]);
});

it('Each step has its row: what clients were told, what was sent, done and answered', () => {
  const auditLog = new AuditLog();
  auditLog.record({ step: STEP, trail: 'r', copies: [aCopy()] });
  auditLog.record({ step: STEP, trail: 'r', copies: [aCopy({ requestId: 'id-2', outcome: 'unknown' })] });
  auditLog.record({ step: 'Login', trail: null, copies: [aCopy({ requestId: 'id-3' })] });
  const { steps } = auditLog.reconcile({
    sends: [
      aSend(),
      aSend({ requestId: 'id-2', ...notAnswered }),
      aSend({ requestId: 'id-3', step: 'Login' }),
    ],
    trails: new Map([['r', [STEP, STEP]]]),
    isDisturbed: () => false,
    isKilled: () => false,
    gatewaysAt: () => 'while no gateway changed',
    timesBegun: () => 1,
    promptMs: 500,
    timeoutMs: 1500,
  });
  expect(Object.fromEntries(steps)).toEqual({
    [STEP]: { attempts: 2, acknowledged: 1, sent: 2, accepted: 2, answered: 1 },
    Login: { attempts: 1, acknowledged: 1, sent: 1, accepted: 1, answered: 1 },
  });
});

it('What counts as a step of a signature is acknowledged, and on a business request', () => {
  const auditLog = new AuditLog();
  auditLog.record({ step: 'Login', trail: null, copies: [aCopy()] });
  auditLog.record({ step: STEP, trail: 'r', copies: [aCopy({ outcome: 'refused' })] });
  expect(auditLog.signingSteps).toBe(0);
  auditLog.record({ step: STEP, trail: 'r', copies: [aCopy({ outcome: 'unknown' }), aCopy()] });
  expect(auditLog.signingSteps).toBe(1);
});
