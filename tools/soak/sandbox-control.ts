import { type DemoField, fillForm } from '../demo/fill-form.js';
import type { Secrets } from './leaks.js';

type FilledForm = { key: string; value: string }[];

const PATIENCE_MS = 30_000;

/** The sandbox's control API, past the fault proxy: what the service provider and the postman do. */
export class SandboxControl {
  private readonly forms = new Map<number, DemoField[]>();

  constructor(
    private readonly url: string,
    private readonly secrets: Secrets,
  ) {}

  /** Keeps the fields of a product's form. */
  learnForm(productTypeId: number, fields: DemoField[]): void {
    this.forms.set(productTypeId, fields);
  }

  async filledForm(productTypeId: number, nationalId: string): Promise<FilledForm> {
    const known = { fullName: 'Ahmed Mohamed Elsoaky', nationalId, monthlyIncome: '5000' };
    return fillForm(this.forms.get(productTypeId) ?? [], known);
  }

  /** A side of a sample person's card, as base64. */
  async card(side: 'front' | 'back', person: number): Promise<string> {
    const response = await this.fetched('GET', `samples/id-${side}.png?person=${person}`);
    if (!response.ok) throw new Error(`The sandbox has no card of ${person}: HTTP ${response.status}.`);
    return Buffer.from(await response.arrayBuffer()).toString('base64');
  }

  async newestCodeTo(
    to: { phoneNumber: string; requestId?: string } | { emailAddress: string },
  ): Promise<string | null> {
    const path = `inbox?${new URLSearchParams(to)}`;
    const inbox = (await this.call('GET', path)) as { messages?: { code: string }[] } | null;
    const code = inbox?.messages?.[0]?.code ?? null;
    if (code !== null) this.secrets.add('OTP', code);
    return code;
  }

  async pay(requestId: string): Promise<void> {
    await this.call('POST', `requests/${requestId}/pay`, {});
  }

  async reject(requestId: string): Promise<void> {
    await this.call('POST', `requests/${requestId}/reject`, {});
  }

  async advanceClock(seconds: number): Promise<void> {
    await this.order('clock', { advanceSeconds: seconds });
  }

  /** 0 for none. */
  async setQuota(perSecond: number, perMinute: number): Promise<void> {
    await this.order('tenant', {
      quotaPerSecond: perSecond,
      quotaPerMinute: perMinute,
      approvesByItself: true,
    });
  }

  /** The names of the steps in a request's audit trail, in their order. */
  async trail(requestId: string): Promise<string[]> {
    const details = (await this.call('GET', `requests/${requestId}`)) as {
      audit?: { step: string }[];
    } | null;
    return details?.audit?.map(({ step }) => step) ?? [];
  }

  /** What the whole soak stands on: without it, it would show something else. */
  private async order(path: string, body: object): Promise<void> {
    if ((await this.call('POST', path, body)) === null)
      throw new Error(`The sandbox refused POST /sandbox/${path}.`);
  }

  /** Null where it says no. */
  private async call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const response = await this.fetched(method, path, body);
    return response.ok ? response.json() : response.arrayBuffer().then(() => null);
  }

  /** Waits for a sandbox that is being restarted. */
  private async fetched(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const response = await fetch(`${this.url}/sandbox/${path}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      }).catch(() => null);
      if (response) return response;
      if (Date.now() > giveUpAt) throw new Error('The sandbox does not answer.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
