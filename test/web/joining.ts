import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { Newcomer, PASSWORD } from '../sandbox/support/newcomer.js';
import { until } from '../support/until.js';
import type { SigningDesk, Visit } from './customer.js';
import { TABLE_CAMERA } from './table-camera.js';

/** Somebody whom nobody knows yet, at the join page, with the card of a sample person. */
export class Joiner {
  /** Of anybody who registered elsewhere. */
  token = '';

  readonly phoneNumber: string;

  private constructor(
    private readonly desk: SigningDesk,
    readonly visit: Visit,
    private readonly person: number,
  ) {
    this.phoneNumber = `+2011${String(34_000_000 + person)}`;
  }

  static async at(
    desk: SigningDesk,
    person: number,
    visit: Visit,
    init: string = TABLE_CAMERA,
  ): Promise<Joiner> {
    await visit.page.addInitScript(init);
    await visit.page.goto(`${desk.gateway.url}/join`);
    return new Joiner(desk, visit, person);
  }

  /** Somebody who has registered, from this device, and has no verified identity yet. */
  static async registered(
    desk: SigningDesk,
    person: number,
    visit: Visit,
    init: string = TABLE_CAMERA,
  ): Promise<Joiner> {
    const device = 'f0f0f0f0-0000-4000-8000-00000000000f';
    await visit.page.addInitScript(`localStorage.setItem('vlens-join-device', '${device}')`);
    const joiner = await Joiner.at(desk, person, visit, init);
    const newcomer = new Newcomer(desk.sandbox, joiner.phoneNumber);
    const { data } = await newcomer.register({ ...(await newcomer.phoneCode()), imei: device });
    return Object.assign(joiner, { token: data.accessToken });
  }

  /** By phone number and password. */
  async logIn(): Promise<void> {
    const { page } = this.visit;
    await page.getByLabel('Mobile number').fill(this.phoneNumber);
    await this.visit.press('Go on');
    await this.visit.sees('Log in');
    await this.enterPassword();
  }

  async enterPassword(): Promise<void> {
    await this.visit.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await this.visit.press('Log in');
    await this.visit.press('Share my location');
  }

  async code(): Promise<string> {
    return (await this.desk.sandbox.newestSms(this.phoneNumber)).code;
  }

  /** The password that came in place of a lost one: the inbox has it where codes are. */
  async newPassword(): Promise<string> {
    return (await this.desk.sandbox.newestSms(this.phoneNumber)).code;
  }

  /** The code of the newest e-mail to this address, as soon as there is one. */
  async codeByMail(email: string): Promise<string> {
    let code: string | undefined;
    await until(async () => {
      const path = `inbox?emailAddress=${encodeURIComponent(email)}`;
      code = (await this.desk.sandbox.control('GET', path)).body.messages[0]?.code;
      return code !== undefined;
    });
    return code ?? '';
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

  /** Chooses a photograph of a card, and uses it. */
  async upload(side: 'front' | 'back', person = this.person): Promise<void> {
    const buffer = await this.card(side, person);
    const { page } = this.visit;
    await page.locator('input[type=file]').setInputFiles({ name: 'card.png', mimeType: 'image/png', buffer });
    await page.locator('.taken img').waitFor();
    await page.locator('.taken button').first().click();
  }

  /** The card's front on a table, as a film for the browser's own fake camera. */
  async film(folder: string): Promise<string> {
    const card = await sharp(await this.card('front'))
      .resize(816, 515)
      .toBuffer();
    const table = { width: 1280, height: 720, channels: 3 as const, background: '#3b3a36' };
    const film = join(folder, 'card.mjpeg');
    await sharp({ create: table })
      .composite([{ input: card }])
      .jpeg({ quality: 90 })
      .toFile(`${film}.jpg`);
    await rename(`${film}.jpg`, film);
    return film;
  }

  /** Lays a side of the card under the camera, seen through a filter of CSS. */
  async layOnTable(side: 'front' | 'back', filter = 'none'): Promise<void> {
    const url = `data:image/png;base64,${(await this.card(side)).toString('base64')}`;
    await this.visit.page.evaluate(`window.layOnTable(${JSON.stringify(url)}, ${JSON.stringify(filter)})`);
  }
}
