import { describe, expect, it } from '@jest/globals';
import { rateLimited, tokenNotAccepted } from '../../../src/vlens/faults.js';
import {
  type Answering,
  type Caller,
  knowsGoodTokens,
  ModelledCallers,
  ModelledReplicas,
  PUBLISHED,
} from '../../support/modelled-callers.js';

const SECONDS = 60;
const CUSTOMERS = 5;

type Callers = Pick<ModelledCallers, 'call' | 'clock' | 'sent'>;
/** What is done against the tenant in one second of the minute. */
type Flood = (callers: Callers) => void;

const STRANGER = '203.0.113.9';
const everySlot = (flood: (callers: Callers, number: number) => void): Flood => {
  let number = 0;
  return (callers) => {
    for (let slot = 0; slot < 20; slot += 1) {
      number += 1;
      flood(callers, number);
    }
  };
};

const FLOODS: [string, Flood][] = [
  ['nobody else', () => undefined],
  [
    'invented tokens without pauses',
    everySlot((callers, number) => {
      void callers.call('checkEligibility', { token: `invented-${number}`, address: STRANGER });
    }),
  ],
  [
    'one expired token polling each second',
    (callers) => void callers.call('checkEligibility', { token: 'expired', address: STRANGER }),
  ],
  [
    'steps with invented tokens',
    everySlot((callers, number) => {
      void callers.call('stepRequestOtp', { token: `invented-${number}`, address: STRANGER });
    }),
  ],
  [
    'steps of one customer without pauses',
    everySlot((callers) => {
      void callers.call('createBusinessRequest', { token: 'good-but-greedy', address: STRANGER });
    }),
  ],
  [
    'reads of one customer without pauses',
    everySlot((callers) => {
      void callers.call('checkEligibility', { token: 'good-but-greedy', address: STRANGER });
    }),
  ],
  [
    'reads and steps of one customer without pauses',
    everySlot((callers, number) => {
      const endpoint = number % 2 ? 'checkEligibility' : 'createBusinessRequest';
      void callers.call(endpoint, { token: 'good-but-greedy', address: STRANGER });
    }),
  ],
  [
    'anonymous contractPdf without pauses',
    everySlot((callers, number) => {
      void callers.call(
        'viewContractPdf',
        { token: null, address: STRANGER },
        { requestId: `r-${number}`, securityHash: 'guess' },
      );
    }),
  ],
  [
    'wrong logins without pauses',
    everySlot((callers, number) => {
      const guess = { phoneNumber: `+2010${number}`, password: 'guess' };
      void callers.call('login', { token: null, address: STRANGER }, guess);
    }),
  ],
];

/** Says yes to anybody who asks what needs no proof, and to one link, whatever token comes with it. */
const saysYesToAnybody: Answering = (call) => {
  const { endpoint, input } = call;
  if (YES_TO_ANYBODY.some(([name]) => name === endpoint)) return { kind: 'accepted' };
  if (endpoint === 'login' && Reflect.get(input, 'password') === 'own') return { kind: 'accepted' };
  if (endpoint === 'viewContractPdf' && Reflect.get(input, 'securityHash') === 'right')
    return { kind: 'accepted' };
  return knowsGoodTokens(call);
};

const YES_TO_ANYBODY: ['checkExistence' | 'sendPhoneCode' | 'sendEmailCode' | 'createAuthSession', string][] =
  [
    ['checkExistence', 'phoneNumber'],
    ['sendPhoneCode', 'phoneNumber'],
    ['sendEmailCode', 'email'],
    ['createAuthSession', 'email'],
  ];

/** A token that names its account. */
const tokenOf = (account: string, number: number) =>
  `good-${number}.${Buffer.from(JSON.stringify({ sub: account })).toString('base64url')}.signature`;

/** As `saysYesToAnybody`; a login and a refresh give a session of which nobody can tell whose it is, and some logins only send a code. */
const givesSessions: Answering = (call) => {
  const { endpoint, input } = call;
  if (endpoint === 'login' && Reflect.get(input, 'password') === 'asks for a code')
    return { kind: 'accepted', needsMore: 'first', value: {} };
  const number = Number(Reflect.get(input, endpoint === 'login' ? 'deviceId' : 'refreshToken'));
  if (endpoint === 'login' || endpoint === 'refreshToken')
    return { kind: 'accepted', value: { accessToken: `good-own-${number}`, refreshToken: `${number + 1}` } };
  return saysYesToAnybody(call);
};

/** Knows, as a JWT key does, which tokens are genuine. */
const verifier = {
  verify: async (token: string) => (token.startsWith('good') ? { forMs: 3_600_000 } : null),
};

/** One of three replicas that can't ask Redis: of three times the quota it has the part that another gateway has alone. */
const ONE_OF_THREE = {
  quota: { ...PUBLISHED, perSecond: 3 * PUBLISHED.perSecond, perMinute: 3 * PUBLISHED.perMinute },
  shared: { part: 1 / 3, used: 0, take: async () => ({ kind: 'down' as const }) },
};

/** Of six times the quota a quarter and somewhat more may be sent: to the neighbour Vlens answers 429 ever again. */
const THROTTLED = {
  quota: { ...PUBLISHED, perSecond: 6 * PUBLISHED.perSecond, perMinute: 6 * PUBLISHED.perMinute },
};
const NEIGHBOUR = { token: 'good-neighbour', address: '198.51.100.99' };
const refusesTheNeighbour: Answering = (call) => {
  if (call.token === NEIGHBOUR.token && call.endpoint === 'stepValidatePayment') throw rateLimited(0);
  return saysYesToAnybody(call);
};
const NEIGHBOUR_ASKS_EVERY_SECONDS = 5;

const KINDS_OF_STRANGERS: ((callers: Callers, number: number) => void)[] = [
  (callers, number) =>
    void callers.call('checkExistence', anybody(1, number), { phoneNumber: `2010${number}` }),
  (callers, number) =>
    void callers.call('sendPhoneCode', anybody(2, number), { phoneNumber: `2011${number}` }),
  (callers, number) =>
    void callers.call('login', anybody(3, number), { phoneNumber: `2012${number}`, password: 'guess' }),
  (callers, number) =>
    void callers.call('openSigningSession', anybody(4, number), {
      requestId: `r${number}`,
      securityHash: 'guess',
    }),
  (callers, number) =>
    void callers.call('checkEligibility', { ...anybody(5, number), token: `invented-${number}` }),
];
const anybody = (kind: number, number: number) => ({ token: null, address: `203.0.${kind}.${number % 250}` });

/** A minute of five customers, who take 13 steps and 21 reads, while somebody else does this. */
async function aMinuteWith(
  flood: Flood,
  {
    hasKey = false,
    knownBefore = false,
    isOneOfThree = false,
    isThrottled = false,
    areTwo = false,
    trickles = false,
    answering = saysYesToAnybody,
  } = {},
) {
  const callers: Callers = areTwo
    ? new ModelledReplicas(answering)
    : new ModelledCallers(isThrottled ? refusesTheNeighbour : answering, {
        verifier: hasKey ? verifier : null,
        ...(isOneOfThree ? ONE_OF_THREE : {}),
        ...(isThrottled ? THROTTLED : {}),
      });
  const isRefused = () => void callers.call('stepValidatePayment', NEIGHBOUR);
  const told: Record<'steps' | 'reads', string[]> = { steps: [], reads: [] };
  const customer = (number: number): Caller => ({
    token: `good-${number % CUSTOMERS}`,
    address: `198.51.100.${number % CUSTOMERS}`,
  });
  if (knownBefore) {
    for (let number = 0; number < CUSTOMERS; number += 1)
      void callers.call('checkEligibility', customer(number));
    await callers.clock.advance(61_000);
  }
  // What strangers come one by one for falls free one by one.
  for (let number = 0; trickles && number < 80; number += 1) {
    KINDS_OF_STRANGERS[number % KINDS_OF_STRANGERS.length]?.(callers, number);
    await callers.clock.advance(1500);
  }
  // A customer's: what strangers are told is about them alone.
  if (isThrottled) {
    void callers.call('checkEligibility', NEIGHBOUR);
    await callers.clock.advance(1000);
  }
  for (let refused = 0; isThrottled && refused < 2; refused += 1) {
    isRefused();
    await callers.clock.advance(1000);
  }
  let steps = 0;
  let reads = 0;
  for (let second = 0; second < SECONDS; second += 1) {
    if (isThrottled && second % NEIGHBOUR_ASKS_EVERY_SECONDS === 4) isRefused();
    flood(callers);
    await callers.clock.advance(300);
    for (; reads < (21 * (second + 1)) / SECONDS; reads += 1)
      void callers.call('checkEligibility', customer(reads)).then((code) => told.reads.push(code));
    await callers.clock.advance(300);
    for (; steps < (13 * (second + 1)) / SECONDS; steps += 1)
      void callers.call('stepValidatePayment', customer(steps)).then((code) => told.steps.push(code));
    await callers.clock.advance(400);
  }
  await callers.clock.advance(15_000);
  return { told, callers };
}

const fromEverywhere = everySlot((callers, number) => {
  const address = `203.0.113.${number % 100}`;
  void callers.call('checkEligibility', { token: `invented-${number}`, address });
});

describe('What strangers and greedy callers leave of the tenant’s quota', () => {
  it.each(FLOODS)('with %s, honest customers keep at least 90 %%', async (_name, flood) => {
    const { told, callers } = await aMinuteWith(flood);
    expectFair(told, callers);
  });

  it.each(FLOODS)(
    'with %s, they keep as much of a replica’s part while Redis is away',
    async (_name, flood) => {
      const { told, callers } = await aMinuteWith(flood, { isOneOfThree: true });
      expectFair(told, callers);
    },
  );

  it.each(FLOODS)('with %s, they keep as much of what may be sent after a 429', async (_name, flood) => {
    const { told, callers } = await aMinuteWith(flood, { isThrottled: true });
    expectServed(told);
    expect(callers.sent.length).toBeLessThanOrEqual(THROTTLED.quota.perMinute * 0.4);
  });

  it.each(FLOODS)('with %s, they keep as much where two gateways share Redis', async (_name, flood) => {
    const { told, callers } = await aMinuteWith(flood, { areTwo: true });
    expectFair(told, callers);
  });

  it.each([
    ['customers whom Vlens took before', { knownBefore: true }],
    ['new customers, where the tenant’s key tells who is one', { hasKey: true }],
  ])('invented tokens from a hundred addresses leave them to %s', async (_name, how) => {
    const { told, callers } = await aMinuteWith(fromEverywhere, how);
    expectFair(told, callers);
  });
});

describe('A yes of Vlens that proves nothing of who asks', () => {
  it.each(YES_TO_ANYBODY.map(([endpoint, key], at) => ({ endpoint, key, addresses: at % 2 ? 100 : 1 })))(
    'makes no customer of each made-up one: $endpoint from $addresses addresses',
    async (asked) => {
      const { endpoint, key, addresses } = asked;
      const flood = everySlot((callers, number) => {
        const address = `203.0.113.${number % addresses}`;
        void callers.call(endpoint, { token: null, address }, { [key]: `2010${number}` });
      });
      const { told, callers } = await aMinuteWith(flood, { knownBefore: true });
      expectFair(told, callers);
    },
  );

  it.each([
    ['', {}],
    [', of a replica’s part while Redis is away', { isOneOfThree: true }],
    [', of what may be sent after a 429', { isThrottled: true }],
    [', where two gateways share Redis', { areTwo: true }],
    [', where two gateways share Redis and places fall free one by one', { areTwo: true, trickles: true }],
  ])(
    'nor together with invented tokens, wrong logins and links, from ever new addresses%s',
    async (_, how: Parameters<typeof aMinuteWith>[1] & object) => {
      const flood = everySlot((callers, number) => {
        for (const ask of KINDS_OF_STRANGERS) ask(callers, number);
      });
      const { told, callers } = await aMinuteWith(flood, { knownBefore: true, ...how });
      if (how.isThrottled) expectServed(told);
      else expectFair(told, callers);
      const sent = (name: string) => callers.sent.filter(({ endpoint }) => endpoint === name).length;
      // None of them takes all of what strangers have: who logs in is no worse off than who asks who is registered.
      expect(
        Math.min(sent('login') + sent('openSigningSession'), sent('checkExistence') + sent('sendPhoneCode')),
      ).toBeGreaterThanOrEqual(8);
    },
  );

  it('is none to the invented tokens that come with one’s own link', async () => {
    const flood = everySlot((callers, number) => {
      const link = { requestId: 'own', securityHash: 'right' };
      const address = `203.0.113.${number % 100}`;
      void callers.call('viewContractPdf', { token: `invented-${number}`, address }, link);
    });
    const { told, callers } = await aMinuteWith(flood, { knownBefore: true });
    expectFair(told, callers);
  });
});

describe('Somebody with an account of their own', () => {
  it('has one customer’s share, however many devices they make up', async () => {
    const flood = everySlot((callers, number) => {
      const own = { phoneNumber: '+201099999999', deviceId: `device-${number}`, password: 'own' };
      void callers.call('login', { token: null, address: `203.0.113.${number % 100}` }, own);
    });
    const { told, callers } = await aMinuteWith(flood, { knownBefore: true });
    expectFair(told, callers);
  });
});

describe.each([
  ['at one gateway', {}],
  ['where two gateways share Redis', { areTwo: true }],
])('Somebody with an account of their own, %s,', (_where, how) => {
  const OWN = { phoneNumber: '+201099999999', password: 'own' };
  const anywhere = (number: number) => ({ token: null, address: `203.0.113.${number % 100}` });
  const given: string[] = [];
  const chains = Array.from({ length: 4 }, (_, at) => ({ next: at * 1000, isBusy: false }));
  const FLOODS_OF_ONE: [string, (callers: Callers, number: number) => void][] = [
    [
      'ever new tokens',
      (callers, number) => {
        const token = tokenOf('greedy', number % 30);
        void callers.call(number % 2 ? 'checkEligibility' : 'stepValidatePayment', {
          token,
          address: STRANGER,
        });
      },
    ],
    [
      'ever new tokens that tell nothing, from logins',
      (callers, number) => {
        const deviceId = `${number}`;
        const token = given[number % given.length];
        if (number % 5 === 0)
          void callers.call('login', anywhere(number), { ...OWN, deviceId }).then((code) => {
            if (code === 'accepted') given.push(`good-own-${deviceId}`);
          });
        else if (token) void callers.call('checkEligibility', { token, address: STRANGER });
      },
    ],
    [
      'ever new refresh tokens',
      (callers, number) => {
        const chain = chains[number % chains.length];
        if (!chain || chain.isBusy) return;
        chain.isBusy = true;
        const isFirst = chain.next % 1000 === 0;
        const asked = isFirst
          ? callers.call('login', anywhere(1), { ...OWN, deviceId: `${chain.next}` })
          : callers.call('refreshToken', anywhere(1), { refreshToken: `${chain.next}` });
        void asked.then((code) => {
          chain.isBusy = false;
          if (code === 'accepted') chain.next += 1;
        });
      },
    ],
    [
      'a phone number with zeros before it',
      (callers, number) => {
        const phoneNumber = `+20${'0'.repeat(number % 4)}1099999999`;
        void callers.call('login', anywhere(number), { ...OWN, phoneNumber, deviceId: `${number}` });
      },
    ],
  ];
  it.each(FLOODS_OF_ONE)('has one customer’s share: %s', async (_what, flood) => {
    const { told, callers } = await aMinuteWith(everySlot(flood), {
      knownBefore: true,
      answering: givesSessions,
      ...how,
    });
    expectFair(told, callers);
  });
});

describe('One customer with many steps in flight while Vlens is slow', () => {
  it('has one customer’s share, though each step reserves the read after it', async () => {
    const callers = new ModelledCallers(saysYesToAnybody, { callMs: 3000 });
    const greedy = { token: 'good-but-greedy', address: STRANGER };
    void callers.call('checkEligibility', greedy);
    await callers.clock.advance(61_000);
    callers.sent.length = 0;
    for (let number = 0; number < 24; number += 1) {
      void callers
        .call('createBusinessRequest', greedy)
        .then((code) => (code === 'accepted' ? callers.call('checkEligibility', greedy) : code));
      await callers.clock.advance(100);
    }
    await callers.clock.advance(30_000);
    // Two fifths, and a twentieth for reads after steps.
    expect(callers.sent.length).toBeLessThanOrEqual(PUBLISHED.perMinute * 0.45);
    expect(callers.sent.some(({ endpoint }) => endpoint === 'checkEligibility')).toBe(true);
  });
});

describe('Codes that logins with any password send', () => {
  const asking = (phoneNumber: string, number: number) => ({
    phoneNumber,
    password: 'asks for a code',
    deviceId: `${number}`,
  });

  it('make nobody a customer', async () => {
    const flood = everySlot((callers, number) => {
      const address = `203.0.113.${number % 100}`;
      void callers.call('login', { token: null, address }, asking(`+2010${number}`, number));
    });
    const { told, callers } = await aMinuteWith(flood, { knownBefore: true, answering: givesSessions });
    expectFair(told, callers);
  });

  it('take nothing of their owner’s share', async () => {
    const callers = new ModelledCallers(givesSessions);
    const owner = { phoneNumber: '+201000000001', password: 'right', deviceId: '7' };
    const logIn = () => callers.call('login', { token: null, address: '198.51.100.1' }, owner);
    void logIn();
    await callers.clock.advance(61_000);
    const flood = everySlot((all, number) => {
      void all.call('login', { token: null, address: STRANGER }, asking(owner.phoneNumber, 100 + number));
    });
    const told: string[] = [];
    for (let second = 0; second < 60; second += 1) {
      flood(callers);
      if (second % 10 === 9) void logIn().then((code) => told.push(code));
      await callers.clock.advance(1000);
    }
    await callers.clock.advance(15_000);
    expect(told).toEqual(Array(6).fill('accepted'));
  });
});

describe('Customers whom Vlens took before, while others guess passwords from a hundred addresses', () => {
  const guesses = everySlot((callers, number) => {
    const guess = { phoneNumber: `+2010${number}`, deviceId: 'guess', password: 'guess' };
    void callers.call('login', { token: null, address: `203.0.113.${number % 100}` }, guess);
  });
  const KNOWN = [
    ['login', { phoneNumber: '+201000000001', deviceId: 'own phone', password: 'right' }],
    ['refreshToken', { refreshToken: 'refresh-1' }],
    ['openSigningSession', { requestId: 'own', securityHash: 'right' }],
  ] as const;

  it.each(KNOWN)('are let through: %s', async (endpoint, sent) => {
    const callers = new ModelledCallers(({ endpoint: asked, input }) => {
      const isOwn = JSON.stringify(input) === JSON.stringify(sent);
      if (asked === endpoint && isOwn) return { kind: 'accepted', value: { refreshToken: 'refresh-2' } };
      return { kind: 'rejection' };
    });
    const again = () => callers.call(endpoint, { token: null, address: '198.51.100.1' }, sent);
    const first = again();
    await callers.clock.advance(61_000);
    expect(await first).toBe('accepted');
    const told: string[] = [];
    for (let second = 0; second < 60; second += 1) {
      guesses(callers);
      if (second % 10 === 9) void again().then((code) => told.push(code));
      await callers.clock.advance(1000);
    }
    await callers.clock.advance(15_000);
    expect(told).toEqual(Array(6).fill('accepted'));
  });

  it('are let through with the refresh token that a login gave them', async () => {
    const callers = new ModelledCallers(({ endpoint, input }) => {
      if (endpoint === 'login' && Reflect.get(input, 'password') === 'right')
        return { kind: 'accepted', value: { accessToken: 'good', refreshToken: 'given' } };
      return { kind: endpoint === 'refreshToken' ? 'accepted' : 'rejection' };
    });
    const ask = (endpoint: 'login' | 'refreshToken', input: object) =>
      callers.call(endpoint, { token: null, address: '198.51.100.1' }, input);
    void ask('login', KNOWN[0][1]);
    await callers.clock.advance(61_000);
    for (let second = 0; second < 30; second += 1) {
      guesses(callers);
      await callers.clock.advance(1000);
    }
    const told = ask('refreshToken', { refreshToken: 'given' });
    await callers.clock.advance(15_000);
    expect(await told).toBe('accepted');
  });
});

function expectFair(told: Record<'steps' | 'reads', string[]>, callers: Callers): void {
  expectServed(told);
  const busiest = (spanMs: number) =>
    Math.max(
      ...callers.sent.map(
        ({ at: from }) => callers.sent.filter(({ at }) => at >= from && at < from + spanMs).length,
      ),
    );
  expect(busiest(1000)).toBeLessThanOrEqual(10);
  expect(busiest(60_000)).toBeLessThanOrEqual(60);
}

function expectServed(told: Record<'steps' | 'reads', string[]>): void {
  const answered = (codes: string[]) => codes.filter((code) => code === 'accepted').length;
  expect([told.steps.length, told.reads.length]).toEqual([13, 21]);
  expect(answered(told.steps) / 13).toBeGreaterThanOrEqual(0.9);
  expect(answered(told.reads) / 21).toBeGreaterThanOrEqual(0.9);
}

describe('A token that Vlens refused', () => {
  const expired = { token: 'expired', address: STRANGER };

  it('is refused here for some minutes, and not asked about', async () => {
    const callers = new ModelledCallers(knowsGoodTokens);
    const told: string[] = [];
    for (let second = 0; second < 240; second += 1) {
      void callers.call('checkEligibility', expired).then((code) => told.push(code));
      await callers.clock.advance(1000);
    }
    expect(told.every((code) => code === 'UNAUTHENTICATED')).toBe(true);
    expect(callers.sent).toHaveLength(1);
  });

  it('is good at once where a login gives it', async () => {
    let isGood = false;
    const callers = new ModelledCallers(({ endpoint, token }) => {
      if (endpoint === 'login') return { kind: 'accepted', value: { accessToken: 'expired' } };
      return isGood ? { kind: 'accepted' } : knowsGoodTokens({ endpoint, token, input: {} });
    });
    const ask = async (endpoint: 'checkEligibility' | 'login') => {
      const answer = callers.call(endpoint, expired, { phoneNumber: '+201000000001', deviceId: 'phone' });
      await callers.clock.advance(100);
      return answer;
    };
    expect(await ask('checkEligibility')).toBe('UNAUTHENTICATED');
    isGood = true;
    expect(await ask('checkEligibility')).toBe('UNAUTHENTICATED');
    expect(await ask('login')).toBe('accepted');
    expect(await ask('checkEligibility')).toBe('accepted');
  });

  it.each(['a key of the tenant’s', 'another replica'])(
    'is asked about ever later, though %s says that it is good',
    async (speaks) => {
      let isGood = true;
      const shared = new Set<string>();
      const callers = new ModelledCallers(
        ({ endpoint }) =>
          isGood ? { kind: 'accepted' } : knowsGoodTokens({ endpoint, token: 'expired', input: {} }),
        speaks === 'another replica'
          ? {
              sharedTrust: {
                isAccepted: async (key) => shared.has(key),
                accept: (key) => void shared.add(key),
                markUnsure: (key) => void shared.delete(key),
              },
            }
          : { verifier: { verify: async () => ({ forMs: 3_600_000 }) } },
      );
      void callers.call('checkEligibility', expired);
      await callers.clock.advance(1000);
      isGood = false;
      for (let second = 0; second < 440; second += 1) {
        void callers.call('checkEligibility', expired);
        await callers.clock.advance(1000);
      }
      // The first time, and then after half a minute, one, two and four.
      expect(callers.sent).toHaveLength(1 + 4);
      expect([...shared]).toEqual([]);
    },
  );

  it('is asked about again soon where Vlens took it before: Vlens may have been in trouble', async () => {
    let isInTrouble = false;
    const callers = new ModelledCallers(() =>
      isInTrouble
        ? knowsGoodTokens({ endpoint: 'checkEligibility', token: 'x', input: {} })
        : { kind: 'accepted' },
    );
    const ask = async () => {
      const answer = callers.call('checkEligibility', { token: 'good', address: STRANGER });
      await callers.clock.advance(100);
      return answer;
    };
    expect(await ask()).toBe('accepted');
    isInTrouble = true;
    expect(await ask()).toBe('UNAUTHENTICATED');
    isInTrouble = false;
    await callers.clock.advance(31_000);
    expect(await ask()).toBe('accepted');
  });
});

describe('A 401 to a contract’s link', () => {
  it.each(['accepted', 'not known yet'])(
    'may be one to the link: a token that is %s is good all the same',
    async (known) => {
      const callers = new ModelledCallers((call) => {
        if (call.endpoint === 'viewContractPdf') throw tokenNotAccepted();
        return knowsGoodTokens(call);
      });
      const ask = async (endpoint: 'checkEligibility' | 'viewContractPdf', input = {}) => {
        const answer = callers.call(endpoint, { token: 'good', address: STRANGER }, input);
        await callers.clock.advance(100);
        return answer;
      };
      if (known === 'accepted') expect(await ask('checkEligibility')).toBe('accepted');
      expect(await ask('viewContractPdf', { requestId: 'r', securityHash: 'wrong' })).toBe('UNAUTHENTICATED');
      expect(await ask('checkEligibility')).toBe('accepted');
    },
  );
});

describe('New customers', () => {
  it('wait for nobody but each other’s calls in flight: what Vlens takes is no stranger’s any more', async () => {
    const callers = new ModelledCallers(knowsGoodTokens);
    const told: string[] = [];
    for (let number = 0; number < 30; number += 1) {
      void callers
        .call('checkEligibility', { token: `good-${number}`, address: STRANGER })
        .then((code) => told.push(code));
      await callers.clock.advance(150);
    }
    await callers.clock.advance(3000);
    expect(told).toEqual(Array(30).fill('accepted'));
  });
});
