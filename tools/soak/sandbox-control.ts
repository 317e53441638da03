import { type DemoField, fillForm } from '../demo/fill-form.js';
import type { Secrets } from './leaks.js';

/** Fields of the sample products (docs/sandbox.md), filled in once for all stories. */
type FilledForm = { key: string; value: string }[];

const PATIENCE_MS = 30_000;

/** The sandbox's control API, past the fault proxy: what the service provider and the postman do. */
export class SandboxControl {
  private readonly forms = new Map<number, FilledForm>();

  constructor(
    private readonly url: string,
    private readonly secrets: Secrets,
  ) {}

  /** Keeps how a product's form is filled in. */
  learnForm(productTypeId: number, fields: DemoField[], nationalId: string): void {
    const known = { fullName: 'Ahmed Mohamed', nationalId, monthlyIncome: '5000' };
    this.forms.set(productTypeId, fillForm(fields, known));
  }

  async filledForm(productTypeId: number): Promise<FilledForm> {
    return this.forms.get(productTypeId) ?? [];
  }

  async newestCode(phoneNumber: string, requestId: string): Promise<string | null> {
    const path = `inbox?phoneNumber=${encodeURIComponent(phoneNumber)}&requestId=${requestId}`;
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
    await this.call('POST', 'clock', { advanceSeconds: seconds });
  }

  /** 0 for none. */
  async setQuota(perSecond: number, perMinute: number): Promise<void> {
    await this.call('POST', 'tenant', {
      quotaPerSecond: perSecond,
      quotaPerMinute: perMinute,
      approvesByItself: true,
    });
  }

  async verify(phoneNumber: string): Promise<void> {
    await this.call('POST', `users/${phoneNumber}`, {
      isDigitalIdentityVerified: true,
      isEmailConfirmed: true,
    });
  }

  /** The names of the steps in a request's audit trail, in their order. */
  async trail(requestId: string): Promise<string[]> {
    const told = (await this.call('GET', `requests/${requestId}`)) as { audit?: { step: string }[] } | null;
    return told?.audit?.map(({ step }) => step) ?? [];
  }

  /** Waits for a sandbox that is being restarted; null where it says no. */
  private async call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const response = await fetch(`${this.url}/sandbox/${path}`, {
        method,
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      }).catch(() => null);
      if (response) return response.ok ? response.json() : response.arrayBuffer().then(() => null);
      if (Date.now() > giveUpAt) throw new Error('The sandbox does not answer.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
