import {
  type Sandbox,
  type SandboxOverrides,
  type SandboxSettings,
  startSandbox,
} from '../../../sandbox/src/server.js';
import { testedDialect } from '../../support/tested-dialect.js';
import { emptyDatabase } from './databases.js';
import { DocumentedAnswers } from './documented.js';

export const CAIRO = { latitude: 30.0444, longitude: 31.2357 };
export const ALEXANDRIA = { latitude: 31.2001, longitude: 29.9187 };
export const ASWAN = { latitude: 24.0889, longitude: 32.8998 };
export const START = new Date('2026-11-23T12:00:00.000Z');

/** An answer under `/api`, read; every one of them is held against `vlens.yaml` first. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  data: T;
  code: number | null;
  message: string | null;
  fields: { field: string; message: string }[];
  totalCount: number;
  returnedCount: number;
  /** What an identity's checks say, beside `data`. */
  services?: unknown;
}

interface Envelope<T> {
  data: T;
  error_code: number | null;
  error_message: string | null;
  error_descriptions?: Answer<T>['fields'];
  totalCount: number;
  services?: unknown;
  returnedCount: number;
}

export interface Sent {
  apiKey?: string | null;
  token?: string | undefined;
  body?: unknown;
  /** Instead of `body`, as it goes over the wire. */
  raw?: string;
  /** Accept-Language. */
  language?: string;
}

export interface ControlAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the control API's own shapes are what the tests are about.
  body: any;
}

/** The whole sandbox over HTTP, on an empty database, with a clock that stands still until a test moves it. */
export class TestSandbox {
  readonly lines: string[];
  private constructor(
    readonly url: string,
    readonly apiKey: string,
    readonly documented: DocumentedAnswers,
    readonly time: { now: Date },
    lines: string[],
    readonly close: () => Promise<void>,
    readonly subscribeWebhook: Sandbox['subscribeWebhook'],
    readonly sendSignersTo: Sandbox['sendSignersTo'],
  ) {
    this.lines = lines;
  }

  static async start(
    settings: Partial<SandboxSettings> = {},
    environment: Pick<SandboxOverrides, 'realTime'> = {},
  ): Promise<TestSandbox> {
    const time = { now: START };
    const lines: string[] = [];
    const own = settings.databaseUrl === undefined ? await emptyDatabase() : null;
    const sandbox = await startSandbox(
      {
        databaseUrl: own?.url ?? '',
        host: '127.0.0.1',
        port: 0,
        signingPageUrl: null,
        dialect: testedDialect(),
        ...settings,
      },
      {
        clock: () => time.now,
        log: (line) => lines.push(line),
        passwordCost: { memoryCost: 8, timeCost: 1 },
        ...environment,
      },
    );
    const { url, apiKey, subscribeWebhook, sendSignersTo } = sandbox;
    const close = async () => {
      await sandbox.close();
      await own?.drop();
    };
    const documented = DocumentedAnswers.shared;
    return new TestSandbox(url, apiKey, documented, time, lines, close, subscribeWebhook, sendSignersTo);
  }

  passSeconds(seconds: number): void {
    this.time.now = new Date(this.time.now.getTime() + seconds * 1000);
  }

  async call<T = unknown>(method: string, path: string, sent: Sent = {}): Promise<Answer<T>> {
    const {
      apiKey = this.apiKey,
      token,
      body,
      language,
      raw = body === undefined ? undefined : JSON.stringify(body),
    } = sent;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(apiKey === null ? {} : { apikey: apiKey }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(language === undefined ? {} : { 'accept-language': language }),
        ...(raw === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(raw === undefined ? {} : { body: raw }),
    });
    const answer = (await response.json()) as Envelope<T>;
    const operation = this.documented.operationOf(method, path.split('?', 1)[0] ?? '');
    const error = operation && this.documented.error(operation, answer);
    if (error) throw new Error(`${operation} is not as documented: ${error}`);
    return {
      status: response.status,
      headers: response.headers,
      data: answer.data,
      code: answer.error_code,
      message: answer.error_message,
      fields: answer.error_descriptions ?? [],
      totalCount: answer.totalCount,
      returnedCount: answer.returnedCount,
      services: answer.services,
    };
  }

  async control(method: string, path: string, body?: unknown): Promise<ControlAnswer> {
    const response = await fetch(`${this.url}/sandbox/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** The newest message to this phone. */
  async newestSms(phoneNumber: string): Promise<{ code: string; text: string; provider: string }> {
    const { body } = await this.control('GET', `inbox?phoneNumber=${encodeURIComponent(phoneNumber)}`);
    return body.messages[0];
  }
}
