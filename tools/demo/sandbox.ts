import { reach } from './reach.js';

/** What the story needs of the sandbox's control API (docs/sandbox.md): the SMS inbox, approval, payment, the clock. */
export class Sandbox {
  constructor(readonly url: string) {}

  /** The newest code sent to this phone. */
  async newestCode(phoneNumber: string): Promise<string> {
    const { messages } = (await this.call('GET', `inbox?phoneNumber=${encodeURIComponent(phoneNumber)}`)) as {
      messages: { code: string }[];
    };
    const newest = messages[0];
    if (!newest) throw new Error('No message has reached the sandbox’s inbox.');
    return newest.code;
  }

  /** The newest code sent to this e-mail address. */
  async newestCodeByEmail(emailAddress: string): Promise<string> {
    const { messages } = (await this.call(
      'GET',
      `inbox?emailAddress=${encodeURIComponent(emailAddress)}`,
    )) as {
      messages: { code: string }[];
    };
    const newest = messages[0];
    if (!newest) throw new Error('No e-mail has reached the sandbox’s inbox.');
    return newest.code;
  }

  /** One side of a sample person's card, as base64. */
  async cardSide(side: 'front' | 'back', person: number): Promise<string> {
    const response = await this.ask(`samples/id-${side}.png?person=${person}`);
    if (!response.ok) throw new Error(`The sandbox answered HTTP ${response.status} to the card’s ${side}.`);
    return Buffer.from(await response.arrayBuffer()).toString('base64');
  }

  async approve(requestId: string): Promise<void> {
    await this.call('POST', `requests/${requestId}/approve`, {});
  }

  async reject(requestId: string): Promise<void> {
    await this.call('POST', `requests/${requestId}/reject`, {});
  }

  async pay(requestId: string): Promise<void> {
    await this.call('POST', `requests/${requestId}/pay`, { gateway: 'fawry' });
  }

  async advanceClock(seconds: number): Promise<void> {
    await this.call('POST', 'clock', { advanceSeconds: seconds });
  }

  private async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await this.ask(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox answered HTTP ${response.status} to ${method} ${path}.`);
    return response.json();
  }

  private ask(path: string, init?: RequestInit): Promise<Response> {
    return reach(`The sandbox at ${this.url}`, `${this.url}/sandbox/${path}`, init);
  }
}
