import { expect, it } from '@jest/globals';
import { AuditLog } from '../../tools/soak/audit-log.js';
import { Customer } from '../../tools/soak/customer.js';
import type { GatewayClient } from '../../tools/soak/gateway-client.js';
import { Secrets } from '../../tools/soak/leaks.js';
import type { SandboxControl } from '../../tools/soak/sandbox-control.js';
import { SeededRandom } from '../../tools/soak/seeded-random.js';
import { SharedClock } from '../../tools/soak/shared-clock.js';

/** What any step answers that has an answer: each looks at what it knows. */
const ANY = {
  accessToken: 'a-token',
  codeRequestId: 'c-1',
  document: { idNumber: '29901011234567' },
  businessRequest: { id: 'r-1' },
};

/** A customer whose gateway refuses these steps and takes all others, until they have logged in so often. */
async function live(refused: ReadonlySet<string>, logins: number) {
  let loggedIn = 0;
  const client = {
    query: async () => null,
    mutate: async ({ field }: { field: string }) => {
      if (field === 'login') loggedIn += 1;
      const taken = { requestId: field, from: 0, to: 0, error: null };
      return refused.has(field)
        ? { ...taken, outcome: 'refused', member: { __typename: 'Rejection' } }
        : { ...taken, outcome: 'acknowledged', member: { __typename: 'Any', ...ANY } };
    },
  };
  const control = {
    newestCodeTo: async () => '123456',
    card: async () => 'a-card',
    filledForm: async () => [],
    reject: async () => {},
  };
  const customer = new Customer([1], {
    client: client as unknown as GatewayClient,
    control: control as unknown as SandboxControl,
    auditLog: new AuditLog(),
    secrets: new Secrets(),
    random: new SeededRandom(1),
    pace: { thinksMs: 0, asksAgainMs: 0 },
    clock: new SharedClock(async () => {}),
  });
  await customer.liveUntil(() => loggedIn >= logins);
  return customer;
}

it('A customer of a soak who can create no request has begun no contract', async () => {
  const { joined, stories, signed } = await live(new Set(['createBusinessRequest']), 2);
  expect({ joined, stories, signed }).toEqual({ joined: 1, stories: 0, signed: 0 });
});

it('A customer of a soak whose signing steps are refused has begun contracts, and signed none', async () => {
  const { stories, signed } = await live(new Set(['requestActivationOtp']), 2);
  expect(stories).toBeGreaterThan(0);
  expect(signed).toBe(0);
});
