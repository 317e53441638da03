import { Customer } from '../customer.js';
import { frames } from '../frames.js';
import { type ControlAnswer, TestSandbox } from '../sandbox.js';
import { answered, type Caller, customersCall, PLACES, SAMPLES } from './calls.js';
import { Known } from './known.js';
import type { Entry, Outcome } from './state.js';
import { type Step, type Town, USERS, type User } from './steps.js';

const HOME: Record<User, Town> = {
  'Ahmed Mohamed': 'Cairo',
  'Mona Hassan': 'Alexandria',
  'Omar Ali': 'Luxor',
};
const A_DAY = 24 * 60 * 60;

/** A request as it is told of, by the model's name for it. */
export interface Told {
  id: string;
  status: string;
}
interface Answered {
  id: string;
  requestStatusName: string;
}
interface AuditRow {
  who: string;
  step: string;
  fromStatus: string | null;
  toStatus: string;
}

/** The sandbox and the customers that the model is held against: takes the same steps, over HTTP. */
export class SigningWorld {
  private readonly known = new Known();
  private constructor(
    private readonly sandbox: TestSandbox,
    private readonly callers: Record<User, Caller>,
    private readonly pictures: Awaited<ReturnType<typeof frames>>,
  ) {}

  /** The logins are of tomorrow: so their tokens outlive every sequence of waits. */
  static async start(): Promise<SigningWorld> {
    const sandbox = await TestSandbox.start();
    sandbox.passSeconds(A_DAY);
    const logIn = async (user: User): Promise<Caller> => ({
      customer: await Customer.loggedIn(sandbox, SAMPLES[user]),
      at: HOME[user],
    });
    const callers = {
      'Ahmed Mohamed': await logIn('Ahmed Mohamed'),
      'Mona Hassan': await logIn('Mona Hassan'),
      'Omar Ali': await logIn('Omar Ali'),
    };
    sandbox.passSeconds(-A_DAY);
    return new SigningWorld(sandbox, callers, await frames());
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  async reset(approvesByItself: boolean): Promise<void> {
    await this.sandbox.control('POST', 'reset');
    await this.sandbox.control('POST', 'tenant', { approvesByItself });
    for (const user of USERS) this.travel(user, HOME[user]);
    this.known.clear();
  }

  /** What it makes is known as `id` from then on. */
  async take(step: Step, id: string): Promise<Outcome> {
    switch (step.kind) {
      case 'travel':
        this.travel(step.user, step.to);
        return 'accepted';
      case 'wait':
        return this.control('clock', { advanceSeconds: step.seconds });
      case 'verify identity': {
        const { phoneNumber } = SAMPLES[step.user];
        return this.control(`users/${phoneNumber}`, { isDigitalIdentityVerified: step.isVerified });
      }
      case 'countersign partially':
        return this.control(`requests/${this.known.requestId(step.request)}/countersign`, {
          partially: true,
        });
      case 'approve':
      case 'reject':
      case 'countersign':
      case 'complete':
      case 'pay':
        return this.control(`requests/${this.known.requestId(step.request)}/${step.kind}`, {});
      default:
        return customersCall(
          this.callers[step.user],
          { known: this.known, pictures: this.pictures },
          step,
          id,
        );
    }
  }

  /** Every request that was made, by the model's names. */
  requests(): string[] {
    return this.known.requestNames();
  }

  /** What each of them is told of their requests. */
  async lists(): Promise<Record<User, Told[]>> {
    const listOf = async (user: User) => {
      const path = '/api/BusinessRequest/CurrentListIds?MaxResultCount=1000';
      const { data, totalCount } = await this.callers[user].customer.call<Answered[]>('GET', path);
      if (totalCount !== data.length) throw new Error(`${totalCount} were counted, ${data.length} listed.`);
      return [user, data.map((each) => this.told(each))];
    };
    return Object.fromEntries(await Promise.all(USERS.map(listOf)));
  }

  /** Read by its id; null where this user is told of no such request. */
  async read(user: User, name: string): Promise<Told | null> {
    const path = `/api/BusinessRequest/GetBusinessRequestById/${this.known.requestId(name)}`;
    const answer = await this.callers[user].customer.call<Answered | null>('GET', path);
    if (answered(answer) === 'NOT_FOUND' && answer.data === null) return null;
    return this.told(answer.data as Answered);
  }

  async trail(name: string): Promise<Entry[]> {
    const { body } = await this.sandbox.control('GET', `requests/${this.known.requestId(name)}`);
    return (body.audit as AuditRow[]).map(({ who, step, fromStatus, toStatus }) => ({
      who,
      step,
      from: fromStatus,
      to: toStatus,
    }));
  }

  private travel(user: User, to: Town): void {
    this.callers[user].at = to;
    this.callers[user].customer.travelTo(PLACES[to]);
  }

  private async control(path: string, body: object): Promise<Outcome> {
    const { status }: ControlAnswer = await this.sandbox.control('POST', path, body);
    return status === 200 ? 'accepted' : String(status);
  }

  private told({ id, requestStatusName }: Answered): Told {
    const status = requestStatusName.toUpperCase().replaceAll(' ', '_');
    return { id: this.known.nameOf(id), status };
  }
}
