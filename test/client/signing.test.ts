import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Execute, fetchExecute, signContract } from '../../client/src/index.js';
import { CAIRO, TestStandIn } from '../sandbox/support/stand-in.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { WEBHOOK_SECRET } from '../support/webhook.js';
import { Signer } from './a-signer.js';

const PERSONAL_LOAN = 414;
const CAR_LOAN = 415;

let standIn: TestStandIn;
let gateway: TestServer;
let signer: Signer;

beforeAll(async () => {
  standIn = await TestStandIn.start();
  const env = { CACHE_MAX_AGE_MS: '0', UPSTREAM_TIMEOUT_MS: '2000', WEBHOOK_SECRET };
  gateway = await startTestGateway({ vlensUrl: standIn.url, apiKey: standIn.apiKey, env });
  await standIn.subscribeWebhook({ url: `${gateway.url}/webhooks/vlens`, secret: WEBHOOK_SECRET });
});
beforeEach(async () => {
  signer = await Signer.loggedIn(gateway, standIn);
});
afterEach(async () => {
  await standIn.control('DELETE', 'faults');
  await standIn.control('POST', 'tenant', { approvesByItself: true });
  // One request may be open at a time, and three codes may be sent in ten minutes.
  const { body } = await standIn.control('GET', 'requests');
  for (const { id } of body.requests ?? body) await standIn.control('POST', `requests/${id}/reject`, {});
  standIn.passSeconds(601);
});
afterAll(async () => {
  await gateway.close();
  await standIn.close();
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

  it('asks for the code again when it was wrong or no code at all, and sends another when it is too old', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const problems: unknown[] = [];
    const result = await signContract(
      signer.options(id, {
        onOtp: async ({ problem }) => {
          problems.push(problem?.reason);
          const right = await signer.newestCode();
          if (problems.length === 1) return { otpCode: right === '000000' ? '000001' : '000000' };
          if (problems.length === 2) return { otpCode: 'none' };
          if (problems.length === 3) standIn.passSeconds(301);
          return problems.length === 4 ? { resend: true } : { otpCode: right };
        },
      }),
    );
    expect(result).toMatchObject({ outcome: 'signed' });
    expect(problems).toEqual([undefined, 'OTP_INCORRECT', 'INVALID_INPUT', 'OTP_EXPIRED', undefined]);
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
          if (problems.length === 3) await standIn.control('POST', `requests/${id}/pay`, {});
        },
      }),
    );
    expect(result).toMatchObject({ outcome: 'signed' });
    expect(problems).toEqual([undefined, expect.any(String), expect.any(String)]);
    expect(signer.pauses).toEqual([2000, 4000]);
  });

  it.each(['watching', 'polling'])('waits for the approval by %s, then goes on', async (how) => {
    signer.place = CAIRO;
    await standIn.control('POST', 'tenant', { approvesByItself: false });
    const id = await signer.create(CAR_LOAN);
    const approve = () => standIn.control('POST', `requests/${id}/approve`, {});
    const options = signer.options(id, {
      ...(how === 'watching' ? { watch: signer.watch } : {}),
      surroundings: { now: () => standIn.time.now, pause: async () => void (await approve()) },
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
    await standIn.control('POST', 'tenant', { approvesByItself: false });
    const id = await signer.create(CAR_LOAN);
    const pause = async () => void (await standIn.control('POST', `requests/${id}/reject`, {}));
    const options = signer.options(id, { surroundings: { now: () => standIn.time.now, pause } });
    expect(await signContract(options)).toEqual({ outcome: 'notSignable', status: 'REJECTED' });
  });

  it('looks whether the last step was taken when its answer is lost, and never sends it again', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    await standIn.control('POST', 'faults', {
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
    await standIn.control('POST', 'faults', { endpoint: 'StepValidatePayment', kind: 'reset' });
    expect(await signContract(signer.options(id))).toMatchObject({
      outcome: 'unknown',
      step: 'confirmPayment',
      fault: { outcome: 'UNKNOWN' },
    });
    expect(signer.phases.filter((phase) => phase === 'confirmPayment')).toHaveLength(1);
  });

  it('starts over with a new code where the answer to the first was lost', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const lost = { endpoint: 'StepRequestOtp', kind: 'reset', when: 'after', failNext: 1 };
    await standIn.control('POST', 'faults', lost);
    expect(await signContract(signer.options(id))).toMatchObject({ outcome: 'signed' });
    expect(signer.phases.slice(0, 4)).toEqual(['requestOtp', 'findOut', 'requestOtp', 'askForCode']);
  });

  it('sends a step as it was when the network lost the answer, and gets the first answer', async () => {
    signer.place = CAIRO;
    const id = await signer.create(CAR_LOAN);
    const inputs: unknown[] = [];
    const flaky: Execute = async (document, variables, signal) => {
      const answer = await signer.execute(document, variables, signal);
      inputs.push(variables);
      if (inputs.length % 2 === 1) throw new TypeError('fetch failed');
      return answer;
    };
    expect(await signContract(signer.options(id, { execute: flaky }))).toMatchObject({ outcome: 'signed' });
    expect(inputs).toHaveLength(6);
    for (const first of [0, 2, 4]) expect(inputs[first + 1]).toEqual(inputs[first]);
    const keys = inputs.map((sent) => (sent as { input: { idempotencyKey: string } }).input.idempotencyKey);
    expect(new Set(keys).size).toBe(3);
    const { body } = await standIn.control('GET', 'inbox?phoneNumber=%2B201000000001');
    expect(body.messages.filter((sms: { requestId?: string }) => sms.requestId === id)).toHaveLength(1);
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
