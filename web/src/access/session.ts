import type { RejectionReason } from '../gql/graphql';
import type { Fault } from '../status-screens/fault';
import { notifyHost, onTokens } from './host-app';
import type { Opening } from './opening';
import { ownTab } from './tab-memory';

/** Whether the customer may sign now. */
export type Access =
  | { kind: 'opening' | 'waitingForApp' | 'open' | 'expired' | 'linkExpired' }
  /** The link was not taken. */
  | { kind: 'refused'; reason: RejectionReason }
  | { kind: 'fault'; fault: Fault };

/** The customer's right to sign. The token lives here, in memory, and nowhere else. */
export class Session {
  #token: string | null = null;
  #access: Access = { kind: 'opening' };
  #isOfLink = false;
  /** Whether the app was asked for a token since one was accepted. */
  #isAsked = false;
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly opening: Opening | null,
    /** Whether an app may hand tokens over: not where the customer has logged in here. */
    private readonly hasApp = true,
  ) {
    if (!hasApp) return;
    onTokens((token) => this.#open(token, false));
    notifyHost({ type: 'vlens-signing:ready' });
  }

  readonly token = (): string | null => this.#token;
  readonly access = (): Access => this.#access;
  /** Whether the last token came of the link: its session can't make another link. */
  readonly isOfLink = (): boolean => this.#isOfLink;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  openByLink(token: string): void {
    this.#open(token, true);
  }

  /** Of a customer who is logged in: it may make links, too. */
  openByApp(token: string): void {
    this.#open(token, false);
  }

  /** The gateway does not accept the token any more; the host app or the link may give another. */
  expire(): void {
    if (this.#access.kind !== 'open') return;
    this.#token = null;
    this.#change({ kind: 'expired' });
    // An app that has no better one would be asked without end: from the second time on it is for the customer to ask.
    if (!this.#isAsked) this.#askApp();
  }

  /** The gateway has answered to the token. */
  accepted(): void {
    this.#isAsked = false;
  }

  /** The customer asks the app for another token. */
  askAgain(): void {
    this.#change({ kind: 'waitingForApp' });
    this.#askApp();
  }

  /** The outcome of the link; a token that came meanwhile takes precedence. */
  setAccess(access: Access): void {
    if (this.#access.kind !== 'open') this.#change(access);
  }

  /** Resolves once there is a token again. */
  reopened(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#access.kind !== 'open') return;
        stop();
        resolve();
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  #askApp(): void {
    this.#isAsked = true;
    if (this.hasApp) notifyHost({ type: 'vlens-signing:token-expired' });
  }

  #open(token: string, isOfLink: boolean): void {
    ownTab(token);
    this.#token = token;
    this.#isOfLink = isOfLink;
    this.#change({ kind: 'open' });
  }

  #change(access: Access): void {
    this.#access = access;
    for (const listener of [...this.#listeners]) listener();
  }
}
