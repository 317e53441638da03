import type { SigningProgress } from '@vlens-gateway/client';

/** What goes on in one tab, for another to go on with. */
export interface HandedOver {
  progress: SigningProgress | null;
  codesSentAt: number[];
}

type Message =
  | { type: 'who signs?' | 'I do' | 'hand over' }
  | ({ type: 'handed over' } & HandedOver)
  | { type: 'signs here now' };

/** How long a tab that is awake needs to answer. */
const ANSWER_MS = 300;
/** A step that is under way is waited for first. */
const HAND_OVER_MS = 20_000;

/**
 * The tabs of one browser in which one customer has the same request open. One of them signs: two would end each other's codes. The
 * others may take it over, with the code that was sent.
 */
export class Tabs {
  readonly #channel: BroadcastChannel | null;
  #handOver: (() => Promise<HandedOver>) | null = null;
  readonly #waiting = new Set<(message: Message) => void>();

  constructor(
    requestId: string,
    owner: string | null,
    /** Called when signing goes on in another tab. */
    private readonly onElsewhere: () => void,
  ) {
    this.#channel = openChannel(`vlens-signing:${requestId}:${owner}`);
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => void this.#hear(data));
  }

  /** Whether another tab signs. */
  async isElsewhere(): Promise<boolean> {
    return (await this.#ask({ type: 'who signs?' }, 'I do', ANSWER_MS)) !== null;
  }

  /** This tab signs from now on. @param handOver ends that, when another tab wants it */
  lead(handOver: () => Promise<HandedOver>): void {
    this.#handOver = handOver;
    this.#send({ type: 'signs here now' });
  }

  leave(): void {
    this.#handOver = null;
  }

  /** What the tab that signs hands over; null where it answers no more. */
  async takeOver(): Promise<HandedOver | null> {
    const answer = await this.#ask({ type: 'hand over' }, 'handed over', HAND_OVER_MS);
    return answer?.type === 'handed over' ? answer : null;
  }

  close(): void {
    this.#channel?.close();
  }

  async #hear(message: Message): Promise<void> {
    for (const hear of [...this.#waiting]) hear(message);
    const handOver = this.#handOver;
    if (!handOver) return;
    if (message.type === 'who signs?') this.#send({ type: 'I do' });
    if (message.type === 'hand over') {
      this.#handOver = null;
      this.#send({ type: 'handed over', ...(await handOver()) });
    }
    // It was asleep when it was asked.
    if (message.type === 'signs here now') {
      this.#handOver = null;
      await handOver();
      this.onElsewhere();
    }
  }

  #ask(question: Message, answer: Message['type'], ms: number): Promise<Message | null> {
    if (!this.#channel) return Promise.resolve(null);
    return new Promise((resolve) => {
      const end = (message: Message | null) => {
        clearTimeout(timer);
        this.#waiting.delete(hear);
        resolve(message);
      };
      const hear = (message: Message) => {
        if (message.type === answer) end(message);
      };
      const timer = setTimeout(() => end(null), ms);
      this.#waiting.add(hear);
      this.#send(question);
    });
  }

  #send(message: Message): void {
    this.#channel?.postMessage(message);
  }
}

/** Null where there is none, or where the browser refuses it together with storage. */
function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
