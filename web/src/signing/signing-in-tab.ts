import type { ApolloClient } from '@apollo/client';
import {
  type GeoLocationInput,
  type SigningPhase,
  type SigningProgress,
  signContract,
} from '@vlens-gateway/client';
import { keepInTab, recallTab } from '../access/tab-memory';
import { readFault } from '../status-screens/fault';
import { executeOver } from './execute';
import { Paying } from './paying';
import { Tabs } from './tabs';
import type { View } from './view';
import { Rest, Way } from './way';

interface Environment {
  client: ApolloClient;
  requestId: string;
  /** Null: there is nothing to see but the contract. */
  show: (view: View | null) => void;
}

/** Signing in this tab: each question of signContract becomes a view, and its reply goes on with it. */
export class SigningInTab {
  readonly #tabs: Tabs;
  #running = new AbortController();

  constructor(private readonly environment: Environment) {
    const { owner = null } = recallTab() ?? {};
    this.#tabs = new Tabs(environment.requestId, owner, () => environment.show({ kind: 'elsewhere' }));
  }

  /** Signs, from the start or from where it was left, unless another tab does. */
  async begin(resume: SigningProgress | null): Promise<void> {
    if (await this.#tabs.isElsewhere()) this.environment.show({ kind: 'elsewhere' });
    else await this.#run(resume);
  }

  /** Signs here what another tab signs, with the code that it has. */
  async takeOver(): Promise<void> {
    const handed = await this.#tabs.takeOver();
    if (handed) keepInTab(handed);
    await this.#run(recallTab()?.progress ?? null);
  }

  leave(): void {
    this.#running.abort();
    this.#tabs.leave();
    keepInTab({ isSigning: false });
  }

  close(): void {
    this.#running.abort();
    this.#tabs.close();
  }

  async #run(resume: SigningProgress | null): Promise<void> {
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const { client, requestId } = this.environment;
    const rest = new Rest();
    let isWaitedFor = false;
    const way = new Way(resume);
    // What was left shows nothing any more: it must not cover what came after it.
    const show = (next: View) => {
      if (signal.aborted) return;
      isWaitedFor = isUnderWay(next);
      rest.is(!isWaitedFor);
      this.environment.show(next);
    };
    const asks = <Reply>(view: (reply: (answer: Reply) => void) => View) =>
      new Promise<Reply>((reply) => show(view(reply)));
    this.#tabs.lead(async () => {
      await rest.reached();
      const { progress = null, codesSentAt = [] } = recallTab() ?? {};
      running.abort();
      keepInTab({ isSigning: false });
      this.environment.show({ kind: 'elsewhere' });
      return { progress, codesSentAt };
    });
    const execute = executeOver(client, {
      onSend: () => way.keepSending(),
      pause: async (fault, isStep) => {
        // What a look-up is to find out about was sent, and stays kept as that.
        if (isStep) way.keepWaiting();
        await asks<void>((reply) => ({ kind: 'fault', fault, reply }));
        // It goes out now: another tab has to wait for it, there is nothing to press, and the next fault counts from its own beginning.
        showPhase();
      },
      // What was refused for its token was not taken, and another tab may go on.
      hold: (isHeld, isStep) => {
        if (isStep && isHeld) way.keepWaiting();
        else if (isStep) way.keepSending();
        rest.is(isHeld || !isWaitedFor);
      },
    });
    const paying = new Paying((payment) => show({ kind: 'payment', ...payment }));
    let place: GeoLocationInput | null = null;
    let underWay: SigningPhase | null = null;
    // Before the place is known, its question is what there is to see.
    const showPhase = () => {
      if (place !== null && underWay !== null && !paying.shows(underWay))
        show({ kind: 'busy', phase: underWay });
    };
    const locate = async () => {
      if (place !== null) return place;
      place = await asks<GeoLocationInput>((reply) => ({ kind: 'place', isAgain: resume !== null, reply }));
      // The step that wanted it goes out now: another tab has to wait for it.
      showPhase();
      return place;
    };
    try {
      // Nobody is asked for a code first, and only then for the place without which it can't be sent.
      if (resume) await locate();
      const outcome = await signContract({
        requestId,
        execute,
        signal,
        locate,
        // The page's, which the customer may have switched.
        language: document.documentElement.lang === 'ar' ? 'ar' : 'en',
        ...(resume ? { resume } : {}),
        onLivenessRequired: (asked) => asks((reply) => ({ kind: 'pictures', asked, reply })),
        onOtp: (asked) => {
          const sentAt = way.codeIs(asked.otpRequestId);
          return asks((reply) => ({ kind: 'code', asked, sentAt, reply }));
        },
        onPayment: ({ paymentUrl, problem }) => paying.ask(paymentUrl, problem !== undefined),
        onProgress: (progress) => way.goesOn(progress),
        onStatus: (phase) => {
          underWay = phase;
          showPhase();
        },
      });
      if (outcome.outcome === 'aborted') return;
      this.#tabs.leave();
      way.end(outcome);
      show({ kind: 'ended', outcome });
    } catch (error) {
      show({ kind: 'fault', fault: readFault(error), reply: () => this.environment.show(null) });
    }
  }
}

/** Whether an answer is on its way, which another tab has to wait for. */
function isUnderWay(view: View): boolean {
  return view.kind === 'busy'
    ? view.phase !== 'awaitApproval'
    : view.kind === 'payment' && view.state === 'looking';
}
