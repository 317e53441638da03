import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Kind } from 'graphql';
import {
  type Execute,
  faultOf,
  fetchExecute,
  GatewayErrors,
  type SignContractOptions,
  type SigningPhase,
  StatusDocument,
  signContract,
} from '../../client/src/index.js';
import { SENTENCES } from '../../client/src/sentences.js';
import { CAIRO, TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { WEBHOOK_SECRET } from '../support/webhook.js';
import { Signer } from './a-signer.js';

const PERSONAL_LOAN = 414;
const CAR_LOAN = 415;

let sandbox: TestSandbox;
let gateway: TestServer;
let signer: Signer;

beforeAll(async () => {
  sandbox = await TestSandbox.start();
  const env = { CACHE_MAX_AGE_MS: '0', UPSTREAM_TIMEOUT_MS: '2000', WEBHOOK_SECRET };
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey, env });
  await sandbox.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: WEBHOOK_SECRET });
});
beforeEach(async () => {
  signer = await Signer.loggedIn(gateway, sandbox);
});
afterEach(async () => {
  await sandbox.control('DELETE', 'faults');
  await sandbox.control('POST', 'tenant', { approvesByItself: true });
  // One request may be open at a time, and three codes may be sent in ten minutes.
  const { body } = await sandbox.control('GET', 'requests');
  for (const { id } of body.requests ?? body) await sandbox.control('POST', `requests/${id}/reject`, {});
  sandbox.passSeconds(601);
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

describe('signContract', () => {
  it('signs from afar: takes pictures, the code and the payment, and resolves with the signed request', async () => {
    const id = await signer.create(PERSONAL_LOAN);
    expect(await signContract(signer.options(id))).toMatchObject({
      outcome: 'signed',
      businessRequest: { status: 'CUSTOMER_SIGNED' },
    });
    expect(signer.asked).toEqual([
      { scan: { message: expect.any(String), thresholdKm: 80 } },
      { code: { otpRequestId: expect.any(String) } },
      { payment: { paymentUrl: expect.stringMatching(/^http/) } },
    ]);
    expect(signer.phases).toEqual([
      ...['requestOtp', 'askForScan', 'revalidate', 'requestOtp', 'askForCode', 'validateOtp'],
      ...['askForPayment', 'confirmPayment', 'end'],
    ]);
  });

  it('asks for no picture at home and for no payment where there is none', async () => {
    signer.place = CAIRO;
    expect(await signContract(signer.options(await signer.create(CAR_LOAN)))).toMatchObject({
      outcome: 'signed',
    });
    expect(signer.asked).toEqual([{ code: { otpRequestId: expect.any(String) } }]);
  });

  it('says that it is signed already', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    await signContract(signer.options(id));
    expect(await signContract(signer.options(id))).toEqual({ outcome: 'alreadySigned' });
  });

  it('asks for pictures again, with the reason, when the first did not pass', async () => {
    const id = await signer.create(CAR_LOAN);
    const problems: unknown[] = [];
    const scan = await signer.scan();
    const result = await signContract(
      signer.options(id, {
        onLivenessRequired: async ({ problem }) => {
          problems.push(problem?.reason);
          return problems.length === 1 ? { ...scan, face2: scan.face1, face3: scan.face1 } : scan;
        },
      }),
    );
    expect(result).toMatchObject({ outcome: 'signed' });
    expect(problems).toEqual([undefined, expect.stringMatching(/LIVENESS_FAILED|INVALID_INPUT/)]);
  });

  it('asks for the code again when it was wrong, no code at all or too old, and sends another only when told to', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const problems: unknown[] = [];
    const before = signer.phases.length;
    const result = await signContract(
      signer.options(id, {
        onOtp: async ({ problem }) => {
          problems.push(problem?.reason);
          const right = await signer.newestCode();
          if (problems.length === 1) return { otpCode: right === '000000' ? '000001' : '000000' };
          if (problems.length === 2) return { otpCode: 'none' };
          if (problems.length === 3) sandbox.passSeconds(301);
          return problems.length === 4 ? { resend: true } : { otpCode: right };
        },
      }),
    );
    expect(result).toMatchObject({ outcome: 'signed' });
    expect(problems).toEqual([undefined, 'OTP_INCORRECT', 'INVALID_INPUT', 'OTP_EXPIRED', undefined]);
    const sent = signer.phases.slice(before).filter((phase) => phase === 'requestOtp');
    expect(sent).toHaveLength(2);
  });

  it('ends when Vlens has had too many wrong codes', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    let asked = 0;
    const result = await signContract(
      signer.options(id, {
        onOtp: async () => {
          asked += 1;
          return { otpCode: (await signer.newestCode()) === '000000' ? '000001' : '000000' };
        },
      }),
    );
    expect(result).toMatchObject({
      outcome: 'refused',
      step: 'validateOtp',
      problem: { reason: 'TOO_MANY_ATTEMPTS' },
    });
    expect(asked).toBeLessThan(10);
  });

  it('asks for the payment again after a pause while Vlens has not seen it', async () => {
    signer.place = CAIRO;
    const id = await signer.create(PERSONAL_LOAN);
    const problems: unknown[] = [];
    const result = await signContract(
      signer.options(id, {
        onPayment: async ({ paymentUrl, problem }) => {
          expect(paymentUrl).toMatch(/^http/);
          problems.push(problem?.message);
          if (problems.length === 3) await sandbox.control('POST', `requests/${id}/pay`, {});
        },
      }),
    );
    expect(result).toMatchObject({ outcome: 'signed' });
    expect(problems).toEqual([undefined, expect.any(String), expect.any(String)]);
    expect(signer.pauses).toEqual([2000, 4000]);
  });

  it.each(['watching', 'polling'])('waits for the approval by %s, then goes on', async (how) => {
    signer.place = CAIRO;
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const id = await signer.create(CAR_LOAN);
    const approve = () => sandbox.control('POST', `requests/${id}/approve`, {});
    const pause = async () => {
      // Whoever watches does not poll.
      if (how === 'watching') throw new Error('Nothing has told of the approval.');
      await approve();
    };
    const options = signer.options(id, {
      ...(how === 'watching' ? { watch: signer.watch } : {}),
      environment: { now: () => sandbox.time.now, pause },
    });
    const { onStatus } = options;
    if (how === 'watching') {
      options.onStatus = (phase) => {
        onStatus?.(phase);
        if (phase === 'awaitApproval') setTimeout(approve, 100);
      };
    }
    expect(await signContract(options)).toMatchObject({ outcome: 'signed' });
    expect(signer.phases.slice(0, 3)).toEqual(['requestOtp', 'awaitApproval', 'requestOtp']);
  });

  it('ends when the request is rejected while it waits', async () => {
    signer.place = CAIRO;
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const id = await signer.create(CAR_LOAN);
    const pause = async () => void (await sandbox.control('POST', `requests/${id}/reject`, {}));
    const options = signer.options(id, { environment: { now: () => sandbox.time.now, pause } });
    expect(await signContract(options)).toEqual({ outcome: 'notSignable', status: 'REJECTED' });
  });

  it('looks whether the last step was taken when its answer is lost, and never sends it again', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    await sandbox.control('POST', 'faults', {
      endpoint: 'StepValidatePayment',
      kind: 'reset',
      when: 'after',
      failNext: 1,
    });
    expect(await signContract(signer.options(id))).toMatchObject({
      outcome: 'signed',
      businessRequest: { status: 'CUSTOMER_SIGNED' },
    });
    expect(signer.phases.slice(-3)).toEqual(['confirmPayment', 'findOut', 'end']);
  });

  it('says so where the request does not show what became of the last step', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    await sandbox.control('POST', 'faults', { endpoint: 'StepValidatePayment', kind: 'reset' });
    expect(await signContract(signer.options(id))).toMatchObject({
      outcome: 'unknown',
      step: 'confirmPayment',
      fault: { outcome: 'UNKNOWN' },
    });
    expect(signer.phases.filter((phase) => phase === 'confirmPayment')).toHaveLength(1);
  });

  it.each([
    ['the first step', 'StepRequestOtp', 'requestOtp'],
    ['the code', 'StepValidateOtp', 'validateOtp'],
  ] as const)(
    'sends another code only if the customer wants it where the answer to %s was lost',
    async (_what, endpoint, step) => {
      signer.place = CAIRO;
      const id = await signer.create(CAR_LOAN);
      await sandbox.control('POST', 'faults', { endpoint, kind: 'reset', when: 'after', failNext: 1 });
      const asked: { hasCode: boolean; problem: string | undefined }[] = [];
      const result = await signContract(
        signer.options(id, {
          onOtp: async ({ otpRequestId, problem }) => {
            asked.push({ hasCode: otpRequestId !== null, problem: problem?.message });
            return otpRequestId === null ? { resend: true } : { otpCode: await signer.newestCode() };
          },
        }),
      );
      expect(result).toMatchObject({ outcome: 'signed' });
      expect(asked.filter(({ hasCode }) => !hasCode)).toEqual([
        { hasCode: false, problem: expect.any(String) },
      ]);
      const at = signer.phases.indexOf('findOut');
      expect(signer.phases.slice(at - 1, at + 3)).toEqual([step, 'findOut', 'askForCode', 'requestOtp']);
    },
  );

  it('ends as unknown where the customer does not want another code', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const lost = { endpoint: 'StepRequestOtp', kind: 'reset', when: 'after', failNext: 1 };
    await sandbox.control('POST', 'faults', lost);
    expect(await signContract(signer.options(id))).toMatchObject({ outcome: 'unknown', step: 'requestOtp' });
    expect(signer.phases).not.toContain('validateOtp');
  });

  it('never sends a step again when the network has lost its answer, and reads what became of it', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const { sent, execute } = watched(async (document, variables, signal) => {
      const answer = await signer.execute(document, variables, signal);
      if (sent.at(-1) === 'Confirm') throw new TypeError('fetch failed');
      return answer;
    });
    expect(await signContract(signer.options(id, { execute }))).toMatchObject({ outcome: 'signed' });
    expect(sent).toEqual(['AskForOtp', 'ValidateOtp', 'Confirm', 'Status']);
  });

  it('sends a step again under its key where the gateway says that nothing was done yet', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const inputs: unknown[] = [];
    const busy = { message: 'Try again in 3 s.', extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 3 } };
    const { execute } = watched(async (document, variables, signal) => {
      inputs.push(variables);
      if (inputs.length === 1) throw new GatewayErrors([{ ...busy, path: ['requestActivationOtp'] }]);
      return signer.execute(document, variables, signal);
    });
    expect(await signContract(signer.options(id, { execute }))).toMatchObject({ outcome: 'signed' });
    expect(inputs[1]).toEqual(inputs[0]);
    expect(signer.pauses).toEqual([3000]);
  });

  it.each([
    ['keeps what came with them', (errors: Errors, data: unknown) => new GatewayErrors(errors, data)],
    ['throws it away', (errors: Errors) => Object.assign(new Error('partial'), { graphQLErrors: errors })],
  ])(
    'is signed where only the request could not be read after it, and the client %s',
    async (_what, thrown) => {
      signer.place = CAIRO;
      const id = await signer.create(CAR_LOAN);
      const busy = {
        message: 'Try again in 3 s.',
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 3 },
      };
      const { sent, execute } = watched(async (document, variables, signal) => {
        const answer = await signer.execute(document, variables, signal);
        if (sent.at(-1) !== 'Confirm') return answer;
        throw thrown([{ ...busy, path: ['confirmPayment', 'businessRequest'] }], {
          confirmPayment: { __typename: 'ContractActivated', businessRequest: null },
        });
      });
      expect(await signContract(signer.options(id, { execute }))).toMatchObject({ outcome: 'signed' });
      expect(sent.filter((name) => name === 'Confirm')).toHaveLength(1);
    },
  );

  it.each<SigningPhase>([
    ...(['askForScan', 'askForCode', 'validateOtp', 'askForPayment', 'confirmPayment'] as const),
  ])('goes on where it was left, at %s, and does nothing twice', async (phase) => {
    const id = await signer.create(PERSONAL_LOAN);
    const { sent, execute } = watched(signer.execute);
    const left = new AbortController();
    let kept = '';
    const first = signContract(
      signer.options(id, {
        // The page is gone before the answer is: what was sent by then, Vlens takes.
        execute: async (document, variables) => {
          const data = await execute(document, variables);
          if (kept.includes(phase)) left.abort();
          return data;
        },
        ...unanswered(phase, () => left.abort()),
        onProgress: (progress) => {
          if (!left.signal.aborted) kept = JSON.stringify(progress);
        },
        signal: left.signal,
      }),
    );
    expect(await first).toEqual({ outcome: 'aborted', phase });
    expect(JSON.parse(kept)).toMatchObject({ phase, requestId: id });
    let codes = 0;
    const result = await signContract(
      signer.options(id, {
        execute,
        resume: JSON.parse(kept),
        onOtp: async ({ otpRequestId }) => {
          codes += 1;
          return otpRequestId === null ? { resend: true } : { otpCode: await signer.newestCode() };
        },
      }),
    );
    expect(result).toMatchObject({ outcome: expect.stringMatching(/signed/i) });
    const times = (name: string) => sent.filter((each) => each === name).length;
    expect(times('Confirm')).toBe(1);
    expect(times('Revalidate')).toBe(1);
    // Only a code whose validation was left has to be asked for again.
    expect(times('AskForOtp')).toBe(phase === 'validateOtp' ? 3 : 2);
    expect(codes).toBe({ askForScan: 1, askForCode: 1, validateOtp: 2 }[phase as string] ?? 0);
  });

  it.each<SigningPhase>(['requestOtp', 'revalidate', 'validateOtp', 'confirmPayment'])(
    'knows that %s was not sent where it was left before, and takes it once',
    async (phase) => {
      const id = await signer.create(PERSONAL_LOAN);
      const { sent, execute } = watched(signer.execute);
      const left = new AbortController();
      let kept = '';
      const leaving = signer.options(id, {
        execute,
        onProgress: (progress) => {
          if (!left.signal.aborted) kept = JSON.stringify(progress);
        },
        onStatus: (now) => {
          if (now === phase) left.abort();
        },
        signal: left.signal,
      });
      expect(await signContract(leaving)).toEqual({ outcome: 'aborted', phase });
      expect(JSON.parse(kept)).toMatchObject({ phase, isUnderWay: false });
      const result = await signContract(signer.options(id, { execute, resume: JSON.parse(kept) }));
      expect(result).toMatchObject({ outcome: 'signed' });
      for (const name of ['Revalidate', 'ValidateOtp', 'Confirm'])
        expect([name, sent.filter((each) => each === name).length]).toEqual([name, 1]);
      expect(sent.filter((name) => name === 'AskForOtp')).toHaveLength(2);
    },
  );

  it('sends nothing more once it is aborted, even by a client that does not look at the signal', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const left = new AbortController();
    const { sent, execute } = watched((document, variables) => signer.execute(document, variables));
    let located: Promise<void> | undefined;
    const locate = async () => {
      left.abort();
      located = new Promise((resolve) => setTimeout(resolve, 0));
      await located;
      return CAIRO;
    };
    const options = signer.options(id, { execute, locate, signal: left.signal });
    expect(await signContract(options)).toEqual({ outcome: 'aborted', phase: 'requestOtp' });
    await located;
    // What waited for the place goes on before the next turn.
    await new Promise(setImmediate);
    expect(sent).toEqual([]);
  });

  it('ends at once when it is aborted, even while nobody answers a question', async () => {
    const id = await signer.create(CAR_LOAN);
    const left = new AbortController();
    const never = new Promise<never>(() => {});
    const signing = signContract(
      signer.options(id, {
        signal: left.signal,
        onLivenessRequired: () => {
          setTimeout(() => left.abort(), 0);
          return never;
        },
      }),
    );
    expect(await signing).toEqual({ outcome: 'aborted', phase: 'askForScan' });
  });

  it.each([
    ['requestActivationOtp', 'requestOtp'],
    ['validateActivationOtp', 'validateOtp'],
    ['confirmPayment', 'confirmPayment'],
  ])(
    'goes no further where a later gateway says no to %s in a way that it does not know',
    async (field, step) => {
      signer.place = CAIRO;
      const id = await signer.create(CAR_LOAN);
      const options = signer.options(id, { execute: answering(field, { message: 'Not today.' }) });
      expect(await signContract(options)).toEqual({
        outcome: 'refused',
        step,
        problem: { message: 'Not today.' },
      });
      expect(signer.phases.slice(-2)).toEqual([step, 'end']);
    },
  );

  it('takes pictures for refused where a later gateway says so', async () => {
    const id = await signer.create(CAR_LOAN);
    const options = signer.options(id, {
      execute: answering('revalidateLiveness', { message: 'Too dark.' }),
    });
    expect(await signContract(options)).toMatchObject({ outcome: 'refused', step: 'revalidate' });
  });

  it('looks where the request stands after an answer that it does not know and that is no no', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const result = await signContract(signer.options(id, { execute: answering('confirmPayment', {}) }));
    expect(result).toMatchObject({ outcome: 'signed' });
    expect(signer.phases.slice(-3)).toEqual(['confirmPayment', 'findOut', 'end']);
  });

  /** Has the gateway take each step, and answer this one with a member that came later. */
  const answering = (field: string, member: object) =>
    (async (document, variables, signal) => {
      const data: object = await signer.execute<object, typeof variables>(
        document as Parameters<Execute>[0] as never,
        variables,
        signal,
      );
      return field in data ? { [field]: { __typename: 'CameLater', ...member } } : data;
    }) as Execute;

  it('says of an address that is no gateway’s what it is, and takes no step for sent there', async () => {
    const page = createServer((_request, response) => response.writeHead(404).end('<h1>Not here</h1>'));
    await new Promise<void>((up) => page.listen(0, '127.0.0.1', up));
    const { port } = page.address() as AddressInfo;
    for (const url of [`http://127.0.0.1:${port}/graphql?key=1`, `${gateway.url}/graphq`]) {
      const result = await signContract(signer.options(randomUUID(), { execute: fetchExecute({ url }) }));
      expect(result).toMatchObject({ outcome: 'failed', fault: { code: 'WRONG_ADDRESS' } });
      const { message = '', hint = '' } = 'fault' in result ? result.fault : {};
      expect(message).toBe(SENTENCES.notReached.en);
      expect(hint).toContain(`${url.replace('?key=1', '')} answered HTTP 404`);
      expect(hint).toContain('/graphql');
    }
    page.close();
    // As other clients have it.
    for (const thrown of [{ statusCode: 404 }, { response: { status: 404 } }])
      expect(faultOf(thrown)).toMatchObject({ code: 'WRONG_ADDRESS' });
    expect(faultOf({ response: { status: 502 } })).toMatchObject({ code: 'NETWORK' });
    expect(faultOf(new TypeError('fetch failed'))).toMatchObject({ code: 'NETWORK' });
  });

  it('takes an answer that was cut on its way, or not waited for, for no other server’s', async () => {
    const half = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"data":', () => arrive(response));
    });
    let arrive: (response: ServerResponse) => void = () => {};
    await new Promise<void>((up) => half.listen(0, '127.0.0.1', up));
    const { port } = half.address() as AddressInfo;
    const execute = fetchExecute({ url: `http://127.0.0.1:${port}/graphql` });
    const read = (signal?: AbortSignal) =>
      execute(StatusDocument, { id: randomUUID() }, signal).catch((thrown: unknown) => thrown);
    arrive = (response) => response.destroy();
    const cut = await read();
    const left = new AbortController();
    arrive = () => left.abort();
    const abandoned = await read(left.signal);
    half.closeAllConnections();
    half.close();
    expect(faultOf(cut)).toEqual({ code: 'NETWORK', message: 'The gateway could not be reached.' });
    expect(abandoned).toMatchObject({ name: 'AbortError' });
  });

  it('says of a token that no header can hold that one has to log in again, and takes it for no lost connection', async () => {
    for (const token of ['eyJ.two\nlines', 'eyJ.…']) {
      const execute = fetchExecute({ url: `${gateway.url}/graphql`, token });
      const result = await signContract(signer.options(randomUUID(), { execute }));
      expect(result).toMatchObject({ outcome: 'failed', fault: { code: 'UNAUTHENTICATED' } });
      expect(JSON.stringify(result)).not.toContain('eyJ');
    }
  });

  it('keeps what a fault tells developers apart from the sentence for customers', () => {
    const extensions = { code: 'UNAUTHENTICATED', hint: 'Send Authorization: Bearer <accessToken>.' };
    const told = new GatewayErrors([{ message: 'Log in again.', path: ['login'], extensions }]);
    expect(faultOf(told)).toEqual({ ...extensions, message: 'Log in again.' });
  });

  it('fails with the fault of the gateway where nobody is logged in', async () => {
    const id = await signer.create(CAR_LOAN);
    const execute = fetchExecute({ url: `${gateway.url}/graphql` });
    expect(await signContract(signer.options(id, { execute }))).toMatchObject({
      outcome: 'failed',
      phase: 'requestOtp',
      fault: { code: 'UNAUTHENTICATED', requestId: expect.any(String) },
    });
  });

  it('throws what a callback throws', async () => {
    const id = await signer.create(CAR_LOAN);
    const locate = () => Promise.reject(new Error('The customer does not tell where.'));
    await expect(signContract(signer.options(id, { locate }))).rejects.toThrow('does not tell');
  });
});

/** A customer who leaves when asked for this, and answers nothing. */
function unanswered(phase: SigningPhase, leave: () => void): Partial<SignContractOptions> {
  const never = () => {
    setTimeout(leave, 0);
    return new Promise<never>(() => {});
  };
  if (phase === 'askForScan') return { onLivenessRequired: never };
  if (phase === 'askForCode') return { onOtp: never };
  return phase === 'askForPayment' ? { onPayment: never } : {};
}

type Errors = ConstructorParameters<typeof GatewayErrors>[0];

/** A client, and the names of the operations that it has sent. */
function watched(inner: Execute): { sent: string[]; execute: Execute } {
  const sent: string[] = [];
  const execute: Execute = (document, variables, signal) => {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.OPERATION_DEFINITION) sent.push(definition.name?.value ?? '');
    }
    return inner(document, variables, signal);
  };
  return { sent, execute };
}
