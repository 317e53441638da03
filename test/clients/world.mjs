/** The sandbox behind the gateway, by its control API. */
export class World {
  constructor(sandboxUrl) {
    this.sandboxUrl = sandboxUrl;
  }

  async control(method, path, body) {
    const response = await fetch(`${this.sandboxUrl}/sandbox/${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`The sandbox answered ${response.status} to ${path}: ${await response.text()}`);
    return response.json();
  }

  /** By the sandbox's clock. */
  async now() {
    const { now } = await this.control('GET', 'clock');
    return now;
  }

  async newestCode(phoneNumber) {
    const { messages } = await this.control('GET', `inbox?phoneNumber=${encodeURIComponent(phoneNumber)}`);
    return messages[0].code;
  }

  passSeconds(seconds) {
    return this.control('POST', 'clock', { advanceSeconds: seconds });
  }
}
