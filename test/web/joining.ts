import type { SigningDesk, Visit } from './customer.js';
import { TABLE_CAMERA } from './table-camera.js';

export const PASSWORD = 'Newcomer-2026!';

/** Somebody whom nobody knows yet, at the join page, with the card of a sample person. */
export class Newcomer {
  readonly phoneNumber: string;

  private constructor(
    private readonly desk: SigningDesk,
    readonly visit: Visit,
    private readonly person: number,
  ) {
    this.phoneNumber = `+2011${String(34_000_000 + person)}`;
  }

  static async at(desk: SigningDesk, person: number, visit: Visit): Promise<Newcomer> {
    await visit.page.addInitScript(TABLE_CAMERA);
    await visit.page.goto(`${desk.gateway.url}/join`);
    return new Newcomer(desk, visit, person);
  }

  async code(): Promise<string> {
    return (await this.desk.sandbox.newestSms(this.phoneNumber)).code;
  }

  async codeByMail(email: string): Promise<string> {
    const { body } = await this.desk.sandbox.control(
      'GET',
      `inbox?emailAddress=${encodeURIComponent(email)}`,
    );
    return body.messages[0].code;
  }

  /** How many SMS went to this number. */
  async countOfSms(): Promise<number> {
    const { body } = await this.desk.sandbox.control(
      'GET',
      `inbox?phoneNumber=${encodeURIComponent(this.phoneNumber)}`,
    );
    return body.messages.length;
  }

  async card(side: 'front' | 'back', person = this.person): Promise<Buffer> {
    const address = `${this.desk.sandbox.url}/sandbox/samples/id-${side}.png?person=${person}`;
    return Buffer.from(await (await fetch(address)).arrayBuffer());
  }

  /** Lays a side of the card under the camera, seen through a filter of CSS. */
  async layOnTable(side: 'front' | 'back', filter = 'none'): Promise<void> {
    const url = `data:image/png;base64,${(await this.card(side)).toString('base64')}`;
    await this.visit.page.evaluate(`window.layOnTable(${JSON.stringify(url)}, ${JSON.stringify(filter)})`);
  }
}
