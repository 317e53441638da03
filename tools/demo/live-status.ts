import { setTimeout as pause } from 'node:timers/promises';
import type { Narrator } from './narrator.js';

interface StatusChange {
  status: string;
  statusName: string | null;
  changedAt: string;
  businessRequest: { requestNumber: string } | null;
}

interface StreamedAnswer {
  data?: { businessRequestStatusChanged: StatusChange } | null;
  errors?: { message: string }[];
}

const MAX_WAIT_MS = 5000;

/** A subscriber to one request: reports its status changes as the gateway pushes them, while the story goes on. */
export class LiveStatus {
  private readonly left = new AbortController();
  private last: string | null = null;
  private failure: Error | null = null;

  constructor(
    private readonly url: string,
    private readonly operation: string,
    private readonly narrator: Narrator,
  ) {}

  /** Subscribes over server-sent events; reports what comes until `stop`. */
  follow(token: string, requestId: string): void {
    void this.read(token, requestId).catch((error: unknown) => {
      if (!this.left.signal.aborted) this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** Waits until this status was received. */
  async until(status: string): Promise<void> {
    const giveUpAt = Date.now() + MAX_WAIT_MS;
    while (this.last !== status) {
      if (this.failure) throw this.failure;
      if (Date.now() > giveUpAt)
        throw new Error(`The change to ${status} was not pushed; the last was ${this.last}.`);
      await pause(20);
    }
  }

  stop(): void {
    this.left.abort();
  }

  private async read(token: string, requestId: string): Promise<void> {
    const response = await fetch(`${this.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query: this.operation, variables: { requestId } }),
      signal: this.left.signal,
    });
    if (!response.ok)
      throw new Error(`The changes of status could not be followed: HTTP ${response.status}.`);
    const decoder = new TextDecoder();
    let unread = '';
    for await (const bytes of response.body ?? []) {
      unread += decoder.decode(bytes, { stream: true });
      const messages = unread.split('\n\n');
      unread = messages.pop() ?? '';
      for (const message of messages) this.hear(message);
    }
    throw new Error('The gateway ended the stream of changes of status.');
  }

  private hear(message: string): void {
    const sent = /^event: next\ndata: (.*)$/m.exec(message)?.[1];
    if (!sent) return;
    const { data, errors } = JSON.parse(sent) as StreamedAnswer;
    if (!data)
      throw new Error(errors?.map(({ message }) => message).join(' ') ?? 'A change without data came.');
    const { status, statusName, changedAt, businessRequest } = data.businessRequestStatusChanged;
    this.last = status;
    const time = changedAt.slice(11, 23);
    this.narrator.live(
      `${time}  ${businessRequest?.requestNumber ?? 'the request'} is ${statusName ?? status}`,
    );
  }
}
