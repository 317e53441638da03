import { Kind } from 'graphql';
import {
  type Execute,
  fetchWithSession,
  type JoinAndSignOptions,
  type JoinPhase,
  type JoinProblem,
  newIdempotencyKey,
} from '../../client/src/index.js';
import { frames } from '../sandbox/support/frames.js';
import { cardOf } from '../sandbox/support/id-cards.js';
import { CAIRO, type TestSandbox } from '../sandbox/support/sandbox.js';
import type { TestServer } from '../support/server.js';

/** What was sent to the gateway, in order. */
export interface SentOperation {
  name: string;
  isStep: boolean;
  key: string | undefined;
}

const PASSWORD = 'Newcomer-2026!';
const CAR_LOAN = 415;
const FIELDS = Object.entries({ fullName: 'Somebody', nationalId: '29901234567890', monthlyIncome: '5000' });
let people = 0;

/** Somebody of whom nobody knows anything, in front of a frontend that is built upon the client. */
export class Newcomer {
  readonly person: number;
  readonly phoneNumber: string;
  readonly email: string;
  readonly sent: SentOperation[] = [];
  readonly phases: JoinPhase[] = [];
  /** What was asked for, with the reason where it was asked for again. */
  readonly asked: { what: string; problem: JoinProblem | undefined }[] = [];
  place = CAIRO;
  readonly execute: Execute;
  private readonly session: ReturnType<typeof fetchWithSession>;

  constructor(
    gateway: TestServer,
    private readonly sandbox: TestSandbox,
  ) {
    people += 1;
    this.person = people;
    this.phoneNumber = `+2010${String(33_000_000 + people)}`;
    this.email = `newcomer-${people}@example.com`;
    const address = `203.0.113.${people % 250}`;
    this.session = fetchWithSession({
      url: `${gateway.url}/graphql`,
      tokens: null,
      // Believed where the gateway has TRUST_PROXY.
      fetch: (input, init) =>
        fetch(input, { ...init, headers: { ...init?.headers, 'x-forwarded-for': address } }),
    });
    this.execute = (document, variables, signal) => {
      this.note(document.definitions, variables);
      return this.session.execute(document, variables, signal);
    };
  }

  /** How often an operation was sent. */
  times(name: string): number {
    return this.sent.filter((each) => each.name === name).length;
  }

  problems(): JoinProblem[] {
    return this.asked.flatMap(({ problem }) => problem ?? []);
  }

  /** What somebody does when asked, unless a test says otherwise: everything right. */
  options(more: Partial<JoinAndSignOptions> = {}): JoinAndSignOptions {
    const { session, sandbox, phoneNumber, email, person } = this;
    const noted =
      <A extends object, R>(what: string, answer: (asked: A) => Promise<R>) =>
      (asked: A & { problem?: JoinProblem }) => {
        this.asked.push({ what, problem: asked.problem });
        return answer(asked);
      };
    return {
      execute: this.execute,
      deviceId: 'new-phone',
      locate: () => this.place,
      onPhone: noted('phone', async () => ({ phoneNumber })),
      onCode: noted('code', async ({ for: purpose, codeRequestId }) => {
        if (codeRequestId === null) return { resend: true };
        return { code: purpose === 'email' ? await this.newestMail() : await this.newestSms() };
      }),
      onEmail: noted('email', async () => ({ email })),
      onPassword: noted('password', async () => ({ password: PASSWORD })),
      onLogIn: noted('logIn', async () => ({ password: PASSWORD })),
      onSession: (tokens) => session.signIn(tokens),
      onIdSide: noted('idSide', async ({ side }) => ({ image: (await cardOf(person))[side] })),
      onFace: noted('face', async () => {
        const { face_1: face1, face_2: face2, face_3: face3 } = await frames();
        return { face1, face2, face3 };
      }),
      onOpenRequest: async () => true,
      onProduct: noted('product', async () => ({ productTypeId: CAR_LOAN })),
      onForm: noted('form', async () => ({ fields: FIELDS.map(([key, value]) => ({ key, value })) })),
      onLivenessRequired: async () => {
        const { image, face_1: face1, face_2: face2, face_3: face3 } = await frames();
        return { image, face1, face2, face3 };
      },
      onOtp: async ({ otpRequestId }) =>
        otpRequestId === null ? { resend: true } : { otpCode: await this.newestSms() },
      onPayment: async () => {
        const { body } = await sandbox.control('GET', 'requests');
        for (const { id } of body.requests) await sandbox.control('POST', `requests/${id}/pay`, {});
      },
      onStatus: (phase) => void this.phases.push(phase),
      environment: { now: () => sandbox.time.now, newKey: newIdempotencyKey, pause: async () => {} },
      ...more,
    };
  }

  async newestSms(): Promise<string> {
    return (await this.sandbox.newestSms(this.phoneNumber)).code;
  }

  async newestMail(): Promise<string> {
    const query = `inbox?emailAddress=${encodeURIComponent(this.email)}`;
    return (await this.sandbox.control('GET', query)).body.messages[0].code;
  }

  private note(definitions: readonly unknown[], variables: unknown): void {
    const operation = (definitions as { kind: string; operation: string; name?: { value: string } }[]).find(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION,
    );
    const { input } = variables as { input?: { idempotencyKey?: string } };
    this.sent.push({
      name: operation?.name?.value ?? '',
      isStep: operation?.operation === 'mutation',
      key: input?.idempotencyKey,
    });
  }
}
