import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../support/until.js';
import { AHMED, FORM, PERSONAL_LOAN } from './support/customer.js';
import { CompiledSandbox } from './support/sandbox-process.js';

const ROUNDS = 12;
/** What it acknowledges at most before it is killed: a signature and a part of the next one. */
const MAX_STEPS = 10;
/** Somewhere in the step that is under way then. */
const MAX_PAUSE_MS = 20;
const PLACE = { latitude: 30.0444, longitude: 31.2357 };

let build: CompiledSandbox;
beforeAll(async () => {
  build = await CompiledSandbox.build();
});
afterAll(() => build.remove());

/** Signs contracts, one after the other, and remembers what the sandbox said yes to. */
class BusySigner {
  /** By request: the audited steps that were acknowledged. */
  readonly acknowledged = new Map<string, string[]>();
  /** How many were acknowledged. */
  steps = 0;
  private token = '';
  url = '';
  isKilled = false;

  async logIn(): Promise<void> {
    const { phoneNumber, password, imei } = AHMED;
    const body = { phoneNumber, password, imei, geoLocation: PLACE };
    const { accessToken } = await this.post<{ accessToken: string }>('/api/DigitalIdentity/Login', body);
    this.token = accessToken;
  }

  /** Goes on until the sandbox is gone. */
  async signUntilKilled(): Promise<void> {
    try {
      for (;;) await this.signOne();
    } catch (error) {
      if (!this.isKilled) throw error;
    }
  }

  /** An open request of the round before would stand in the way, and three OTPs are sent in ten minutes. */
  async makeRoom(): Promise<void> {
    await this.control('clock', { advanceSeconds: 601 });
    await this.logIn();
    const current = await this.get<{ id: string; requeststatus: number } | null>(
      '/api/BusinessRequest/Current',
    );
    if (current?.requeststatus !== 2) return;
    await this.control(`requests/${current.id}/reject`, {});
    this.note(current.id, 'Reject');
  }

  async audited(requestId: string): Promise<string[]> {
    const response = await fetch(`${this.url}/sandbox/requests/${requestId}`);
    const { audit } = (await response.json()) as { audit: { step: string }[] };
    return audit.map(({ step }) => step);
  }

  async requestNumbers(): Promise<string[]> {
    const all = await this.get<{ requestNumber: string }[]>(
      '/api/BusinessRequest/CurrentListIds?MaxResultCount=1000',
    );
    return all.map(({ requestNumber }) => requestNumber);
  }

  private async signOne(): Promise<void> {
    const { id } = await this.post<{ id: string }>(`/api/BusinessRequest/Create/${PERSONAL_LOAN}`, {
      requestFieldsValues: FORM,
    });
    this.note(id, 'Create', 'Approve');
    const steps = '/api/BusinessRequest/CustomerSign';
    const { otpRequestId } = await this.post<{ otpRequestId: string }>(`${steps}/StepRequestOtp`, {
      requestId: id,
    });
    this.note(id, 'StepRequestOtp');
    const otpCode = await this.code(id);
    await this.post(`${steps}/StepValidateOtp`, { requestId: id, otpRequestId, otpCode });
    this.note(id, 'StepValidateOtp');
    await this.control(`requests/${id}/pay`, {});
    this.note(id, 'Pay (fawry)');
    await this.post(`${steps}/StepValidatePayment`, { requestId: id });
    this.note(id, 'StepValidatePayment');
    await this.control('clock', { advanceSeconds: 601 });
    await this.logIn();
  }

  private note(requestId: string, ...steps: string[]): void {
    this.steps += steps.length;
    this.acknowledged.set(requestId, [...(this.acknowledged.get(requestId) ?? []), ...steps]);
  }

  private async code(requestId: string): Promise<string> {
    const response = await fetch(`${this.url}/sandbox/inbox?requestId=${requestId}`);
    const { messages } = (await response.json()) as { messages: { code: string }[] };
    return messages[0]?.code ?? '';
  }

  private post<T>(path: string, body: object): Promise<T> {
    return this.call<T>('POST', path, {
      geoLocation: PLACE,
      userDeviceUtcTime: '2026-11-23T12:00:00Z',
      ...body,
    });
  }

  private get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        apikey: 'sandbox-api-key',
        authorization: `Bearer ${this.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { data, error_message } = (await response.json()) as { data: T; error_message: string | null };
    if (error_message !== null) throw new Error(`${path} was refused: ${error_message}`);
    return data;
  }

  private async control(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.url}/sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} was refused with ${response.status}.`);
    await response.arrayBuffer();
  }
}

describe('a sandbox that is killed with kill -9', () => {
  it(`has every step that it acknowledged, at least ${ROUNDS} times over`, async () => {
    const databaseUrl = `file:${join(build.folder, 'killed.db')}`;
    const signer = new BusySigner();
    for (let round = 0; round < ROUNDS || signer.acknowledged.size <= ROUNDS / 2; round += 1) {
      const running = await build.start(databaseUrl);
      Object.assign(signer, { url: running.url, isKilled: false });
      for (const [requestId, steps] of signer.acknowledged) {
        expect(await signer.audited(requestId)).toEqual(expect.arrayContaining(steps));
      }
      await signer.makeRoom();
      const signing = signer.signUntilKilled();
      // By what it has done, not by time: a busy machine would do nothing in it, round after round.
      const goal = signer.steps + Math.ceil(Math.random() * MAX_STEPS);
      await Promise.race([signing, until(() => signer.steps >= goal)]);
      await wait(Math.random() * MAX_PAUSE_MS);
      signer.isKilled = true;
      await running.kill();
      await signing;
    }
    const last = await build.start(databaseUrl);
    signer.url = last.url;
    await signer.logIn();
    const numbers = (await signer.requestNumbers()).sort();
    expect(numbers).toEqual(
      numbers.map((_, index) => `REQ-${numbers[0]?.slice(4, 8)}-${String(index + 1).padStart(5, '0')}`),
    );
    await last.kill();
  }, 300_000);
});
