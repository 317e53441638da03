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
    const response = await fetch(`${this.url}/sandbox/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox answered HTTP ${response.status} to ${method} ${path}.`);
    return response.json();
  }
}
