import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ConfirmDocument,
  EligibilityDocument,
  fetchWithSession,
  LiveStatusDocument,
  type SessionOptions,
  type Tokens,
} from '../../client/src/index.js';

const url = 'https://gateway.example.com/graphql';
const REQUEST = '5b1c3f0a-9d1e-4b7a-8a3c-000000000001';
const STEP = {
  input: {
    ...{ requestId: REQUEST, userDeviceUtcTime: '2026-01-01T00:00:00.000Z' },
    ...{ geoLocation: { latitude: 30, longitude: 31 }, idempotencyKey: REQUEST },
  },
};
const FIRST: Tokens = { accessToken: 'first', refreshToken: 'first-refresh' };
const SECOND: Tokens = { accessToken: 'second', refreshToken: 'second-refresh' };
const OVER = { code: 'UNAUTHENTICATED' };

interface Sent {
  name: string;
  token: string | null;
  key: string | undefined;
}

const sent: Sent[] = [];
const kept: Tokens[] = [];
const pauses: number[] = [];
/** What the gateway answers; throws where no answer comes. */
let answer: (request: Sent) => object | Promise<object>;

beforeEach(() => {
  for (const list of [sent, kept, pauses]) list.length = 0;
});

const refused = (field = 'confirmPayment') => ({
  data: null,
  errors: [{ message: 'Log in again.', path: [field], extensions: OVER }],
});
const eligible = { data: { eligibility: { isEligible: true } } };
const activated = { data: { confirmPayment: { __typename: 'ContractActivated', businessRequest: null } } };
const refreshed = (accessToken: string) => ({
  data: { refreshSession: { __typename: 'Session', accessToken, refreshToken: `${accessToken}-refresh` } },
});
const notRefreshed = {
  data: { refreshSession: { __typename: 'Rejection', message: 'No.', reason: 'INVALID_CREDENTIALS' } },
};
const noAnswer = (): never => {
  throw new TypeError('fetch failed');
};
/** An answer that a test gives when it wants. */
function held() {
  let give: (body: object) => void = () => {};
  const body = new Promise<object>((resolve) => {
    give = resolve;
  });
  return { body, give: (given: object) => give(given) };
}
const times = (name: string) => sent.filter((each) => each.name === name).length;
const turns = () => new Promise((resolve) => setImmediate(resolve));

function session(more: Partial<SessionOptions> = {}) {
  const pause = async (ms: number) => void pauses.push(ms);
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    const { query, variables } = JSON.parse(String(init?.body));
    const [, name = ''] = /(?:query|mutation|subscription) (\w+)/.exec(query) ?? [];
    const token = /^Bearer (.+)/.exec(new Headers(init?.headers).get('authorization') ?? '')?.[1] ?? null;
    const request = { name, token, key: variables?.input?.idempotencyKey };
    sent.push(request);
    const body = await answer(request);
    const isStream = new Headers(init?.headers).get('accept') === 'text/event-stream';
    const status = isStream ? 401 : 200;
    return new Response(JSON.stringify(body), { status });
  };
  const onTokens = (tokens: Tokens) => void kept.push(tokens);
  return fetchWithSession({ url, tokens: FIRST, fetch, onTokens, environment: { pause }, ...more });
}

describe('Somebody else who signs in', () => {
  it('keeps their tokens where a refresh of the first one’s is answered later, and takes none of the first one’s steps', async () => {
    const refresh = held();
    answer = ({ name, token }) => {
      if (name === 'RefreshSession') return refresh.body;
      return token === 'second' ? activated : refused();
    };
    const { execute, signIn } = session();
    const step = execute(ConfirmDocument, STEP).catch((error: unknown) => error);
    await turns();
    signIn(SECOND);
    refresh.give(refreshed('third'));
    expect(await step).toMatchObject({ errors: [{ extensions: OVER }] });
    expect(kept).toEqual([SECOND]);
    await execute(ConfirmDocument, STEP);
    expect(sent.filter(({ name }) => name === 'Confirm').map(({ token }) => token)).toEqual([
      'first',
      'second',
    ]);
  });

  it.each(['a step', 'a read', 'a subscription'])(
    'before %s of the first one is refused, does not send it',
    async (what) => {
      const first = held();
      answer = ({ token }) => (token === 'first' ? first.body : activated);
      const { execute, watch, signIn } = session();
      const subscribed = async () => {
        for await (const data of watch(LiveStatusDocument, { requestId: REQUEST })) return data;
        return null;
      };
      const sending: Promise<unknown> =
        what === 'a step'
          ? execute(ConfirmDocument, STEP)
          : what === 'a read'
            ? execute(EligibilityDocument, {})
            : subscribed();
      const outcome = sending.catch((error: unknown) => error);
      await turns();
      signIn(SECOND);
      first.give(refused());
      expect(await outcome).toMatchObject({ errors: [{ extensions: OVER }] });
      expect(sent.map(({ token }) => token)).toEqual(['first']);
    },
  );

  it('as the answer to a session that is over, sends what was refused for it', async () => {
    answer = ({ token }) => (token === 'second' ? eligible : refused('eligibility'));
    const { execute, signIn } = session({
      tokens: { accessToken: 'first' },
      onSessionExpired: async () => {
        signIn(SECOND);
        return SECOND;
      },
    });
    expect(await execute(EligibilityDocument, {})).toEqual(eligible.data);
    expect(kept).toEqual([SECOND]);
  });
});

describe('A refresh whose answer is lost', () => {
  it('leaves a step for what it is: refused, and not sent', async () => {
    answer = ({ name }) => (name === 'RefreshSession' ? noAnswer() : refused());
    await expect(session().execute(ConfirmDocument, STEP)).rejects.toMatchObject({
      errors: [{ extensions: OVER }],
      cause: { message: 'fetch failed' },
    });
  });

  it('is told of to a read, which may be sent again, and is sent again under its key', async () => {
    answer = ({ name, token }) => {
      if (name === 'RefreshSession') return times(name) === 1 ? noAnswer() : refreshed('second');
      return token === 'second' ? eligible : refused('eligibility');
    };
    const { execute } = session();
    await expect(execute(EligibilityDocument, {})).rejects.toThrow('fetch failed');
    expect(await execute(EligibilityDocument, {})).toEqual(eligible.data);
    const keys = sent.filter(({ name }) => name === 'RefreshSession').map(({ key }) => key);
    expect(keys).toEqual([expect.any(String), keys[0]]);
  });

  it('or that the gateway does not know, is sent once more under its key, which finds an answer that came late', async () => {
    const unknown = {
      data: null,
      errors: [
        {
          message: 'Nobody knows.',
          path: ['refreshSession'],
          extensions: { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' },
        },
      ],
    };
    answer = ({ name, token }) => {
      if (name === 'RefreshSession') return times(name) < 3 ? unknown : refreshed('second');
      return token === 'second' ? eligible : refused('eligibility');
    };
    const { execute } = session();
    for (let unanswered = 1; unanswered <= 2; unanswered += 1)
      await expect(execute(EligibilityDocument, {})).rejects.toThrow('Nobody knows.');
    expect(await execute(EligibilityDocument, {})).toEqual(eligible.data);
    const [first, second, third] = sent.filter(({ name }) => name === 'RefreshSession');
    expect(second?.key).toBe(first?.key);
    // It stays unknown under that one.
    expect(third?.key).not.toBe(first?.key);
  });

  it('is tried again before a WebSocket opens, and never ends its subscriptions', async () => {
    answer = () => (sent.length < 3 ? noAnswer() : refreshed('second'));
    const { connectionParams, closed } = session();
    expect(await connectionParams()).toEqual({ authorization: 'Bearer first' });
    closed({ code: 4403 });
    expect(await connectionParams()).toEqual({ authorization: 'Bearer second' });
    expect(pauses).toEqual([500, 1000]);
    answer = noAnswer;
    closed({ code: 4403 });
    expect(await connectionParams()).toEqual({ authorization: 'Bearer second' });
    expect(times('RefreshSession')).toBe(6);
    answer = () => refreshed('third');
    closed({ code: 4403 });
    expect(await connectionParams()).toEqual({ authorization: 'Bearer third' });
  });
});

it('A WebSocket opens with the old token where its host can’t log in again', async () => {
  answer = () => notRefreshed;
  const onSessionExpired = () => Promise.reject(new Error('Nobody is there.'));
  const { connectionParams, closed } = session({ onSessionExpired });
  closed({ code: 4403 });
  expect(await connectionParams()).toEqual({ authorization: 'Bearer first' });
});

it.each([
  ['as data', notRefreshed],
  ['as an error', { data: null, errors: [{ message: 'No.', path: ['refreshSession'], extensions: OVER }] }],
])('A refresh token that was refused %s is sent once', async (_how, no) => {
  answer = ({ name }) => (name === 'RefreshSession' ? no : refused());
  const { execute } = session();
  for (let again = 0; again < 3; again += 1)
    await expect(execute(ConfirmDocument, STEP)).rejects.toMatchObject({ errors: [{ extensions: OVER }] });
  expect(times('RefreshSession')).toBe(1);
});

it('A step that was answered, with an error of a field below it alone, is not sent again', async () => {
  const below = [{ message: 'Log in again.', path: ['confirmPayment', 'businessRequest'], extensions: OVER }];
  answer = ({ name }) => (name === 'RefreshSession' ? refreshed('second') : { ...activated, errors: below });
  await expect(session().execute(ConfirmDocument, STEP)).rejects.toMatchObject({ data: activated.data });
  expect(times('Confirm')).toBe(1);
});
