import { expect, it } from '@jest/globals';
import { AuditLog, type Outcome } from '../../tools/soak/audit-log.js';
import type { GatewayClient } from '../../tools/soak/gateway-client.js';
import type { SeededRandom } from '../../tools/soak/seeded-random.js';
import { Steps } from '../../tools/soak/steps.js';

/** The keys under which a step was sent whose copies come to this; each has one unless chance says otherwise. */
async function keysOf(outcomes: Outcome[], isLucky = (share: number): boolean => share === 0.5) {
  const keys: (string | undefined)[] = [];
  const client = {
    mutate: async (_mutation: unknown, { idempotencyKey }: { idempotencyKey?: string }) => {
      keys.push(idempotencyKey);
      const outcome = outcomes[keys.length - 1];
      return { requestId: `id-${keys.length}`, from: 0, to: 0, error: null, member: null, outcome };
    },
  } as unknown as GatewayClient;
  const random = { isLucky, between: (least: number) => least } as unknown as SeededRandom;
  const pace = { thinksMs: 0, asksAgainMs: 0 };
  const auditLog = new AuditLog();
  await new Steps({ client, auditLog, random, pace }).take('confirmPayment', 'r', {});
  return { keys, known: auditLog.count('acknowledged') };
}

it.each<Outcome>(['cut', 'unknown'])(
  'A customer of a soak asks again under the same key where it was %s, and both are in the account',
  async (first) => {
    const { keys, known } = await keysOf([first, 'acknowledged']);
    expect(keys).toEqual([expect.any(String), keys[0]]);
    expect(known).toBe(1);
  },
);

it('A customer of a soak asks until somebody is there, and not for ever', async () => {
  expect((await keysOf(['cut', 'cut', 'unknown', 'unknown'])).keys).toHaveLength(3);
  expect((await keysOf(Array(9).fill('cut'))).keys).toHaveLength(6);
});

it('A customer of a soak asks again now and then where the answer is known, and never without a key', async () => {
  expect((await keysOf(['acknowledged'])).keys).toHaveLength(1);
  expect((await keysOf(['acknowledged', 'acknowledged'], (share) => share !== 0.4)).keys).toHaveLength(2);
  expect((await keysOf(['cut'], () => false)).keys).toEqual([undefined]);
});
