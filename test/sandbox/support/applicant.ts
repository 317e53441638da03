import { type AHMED, CAR_LOAN, FORM } from './customer.js';

const OPEN = [1, 2, 6];
const MOMENT = {
  geoLocation: { latitude: 30.0444, longitude: 31.2357 },
  userDeviceUtcTime: '2026-11-23T12:00:00Z',
};

/** Asks for contracts and has them rejected, and remembers every move that was acknowledged. */
export class Applicant {
  readonly acknowledged = new Set<string>();
  private token = '';
  url = '';

  constructor(private readonly customer: typeof AHMED) {}

  async logIn(): Promise<void> {
    const { phoneNumber, password, imei } = this.customer;
    const body = { phoneNumber, password, imei, ...MOMENT };
    const { data } = await this.call('POST', '/api/DigitalIdentity/Login', body);
    this.token = data.accessToken;
    const { data: current } = await this.call('GET', '/api/BusinessRequest/Current');
    if (OPEN.includes(current?.requeststatus)) await this.reject(current.id);
  }

  /** Goes on until the sandbox is gone. */
  async applyForever(): Promise<never> {
    for (;;) {
      const { data } = await this.call('POST', `/api/BusinessRequest/Create/${CAR_LOAN}`, {
        requestFieldsValues: FORM,
        ...MOMENT,
      });
      this.acknowledged.add(`${data.id} PendingApproval`).add(`${data.id} Approved`);
      await this.reject(data.id);
    }
  }

  private async reject(id: string): Promise<void> {
    await this.call('POST', `/sandbox/requests/${id}/reject`, {});
    this.acknowledged.add(`${id} Rejected`);
  }

  async call(method: string, path: string, body?: object) {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        apikey: 'sandbox-api-key',
        authorization: `Bearer ${this.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path} was answered ${response.status}.`);
    // biome-ignore lint/suspicious/noExplicitAny: each call reads the part that it needs.
    return (await response.json()) as any;
  }
}
