import { NONE } from './steps.js';

const MISSING = '99999999-9999-4999-8999-999999999999';

/** What the sandbox calls the things that the model calls by the steps that made them. */
export class Known {
  private readonly requests = new Map<string, string>();
  private readonly codes = new Map<string, { otpRequestId: string; code: string }>();

  keepRequest(name: string, id: string): void {
    this.requests.set(name, id);
  }

  keepCode(name: string, code: { otpRequestId: string; code: string }): void {
    this.codes.set(name, code);
  }

  requestId(name: string): string {
    return (name === NONE ? undefined : this.requests.get(name)) ?? MISSING;
  }

  nameOf(requestId: string): string {
    return [...this.requests].find(([, id]) => id === requestId)?.[0] ?? `unknown: ${requestId}`;
  }

  requestNames(): string[] {
    return [...this.requests.keys()];
  }

  code(name: string): { otpRequestId: string; code: string } {
    return this.codes.get(name) ?? { otpRequestId: MISSING, code: '123456' };
  }

  clear(): void {
    this.requests.clear();
    this.codes.clear();
  }
}
