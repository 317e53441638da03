/** One HTTP request that the gateway sent to Vlens, as the wire showed it. */
export interface Send {
  /** The request id that the client chose; empty where there was none. */
  requestId: string;
  /** The last name in its path that is no id (StepValidateOtp, Create, Login), or what follows it: verify/id/front. */
  step: string;
  /** When its head had come, and when the whole answer had been passed on. */
  sentAt: number;
  deliveredAt: number | null;
  /** Of the answer, once its head was passed on to the gateway. */
  status: number | null;
  /** Whether Vlens did it, once it has answered in full, whether or not that answer reached the gateway. */
  isAccepted: boolean | null;
}

/** What a gateway sent, by the order in which it came to the wire. */
export class SendLog {
  /** Steps alone: all of them are POSTs. */
  readonly steps: Send[] = [];

  watchConnection(): ConnectionWatch {
    return new ConnectionWatch((send) => void this.steps.push(send));
  }

  /** A step that was sent since then and is not answered yet. */
  inFlightSince(time: number): Send | undefined {
    return this.steps.find(({ sentAt, isAccepted }) => sentAt >= time && isAccepted === null);
  }
}

/** The request id as the client chose it: a gateway adds a counter to it where it makes several steps. */
export function clientIdOf(requestId: string): string {
  return requestId.split('.', 1)[0] ?? '';
}

const HEAD_END = '\r\n\r\n';

/** Reads both directions of one connection. Requests and answers come with a length, and one at a time, or it throws. */
export class ConnectionWatch {
  private requestHead = '';
  private bodyLeft = 0;
  private send: Send | null = null;
  private answer = Buffer.alloc(0);

  constructor(private readonly onStep: (send: Send) => void) {}

  sent(bytes: Buffer): void {
    const ofBody = Math.min(this.bodyLeft, bytes.length);
    this.bodyLeft -= ofBody;
    this.requestHead += bytes.toString('latin1', ofBody);
    const end = this.requestHead.indexOf(HEAD_END);
    if (end < 0) return;
    const rest = this.requestHead.slice(end + HEAD_END.length);
    const head = this.requestHead.slice(0, end);
    this.requestHead = '';
    this.begin(head);
    this.bodyLeft = lengthOf(head);
    if (rest !== '') this.sent(Buffer.from(rest, 'latin1'));
  }

  /** @param passedOn how many of these bytes go on to the gateway */
  answered(bytes: Buffer, passedOn: number): void {
    const { send } = this;
    if (!send) return;
    const before = this.answer.length;
    this.answer = Buffer.concat([this.answer, bytes]);
    const end = this.answer.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.answer.toString('latin1', 0, end);
    const bodyAt = end + HEAD_END.length;
    const reached = before + passedOn;
    if (reached >= bodyAt) send.status = Number(head.split(' ', 2)[1]);
    const wholeAt = bodyAt + lengthOf(head);
    if (this.answer.length < wholeAt) return;
    send.isAccepted = isAcceptance(this.answer.toString('utf8', bodyAt, wholeAt));
    if (reached >= wholeAt) send.deliveredAt = Date.now();
    this.send = null;
  }

  private begin(head: string): void {
    this.answer = Buffer.alloc(0);
    this.send = null;
    const [, method, path = ''] = /^(\S+) (\S+) HTTP\/1\.1/.exec(head) ?? [];
    if (method !== 'POST') return;
    this.send = {
      requestId: headerOf(head, 'x-request-id') ?? '',
      step: stepOf(path),
      sentAt: Date.now(),
      deliveredAt: null,
      status: null,
      isAccepted: null,
    };
    this.onStep(this.send);
  }
}

function stepOf(path: string): string {
  const [, verification] = /\/DigitalIdentity\/(verify\/.*)$/.exec(path) ?? [];
  return verification ?? path.split('/').findLast((name) => /^[A-Z]/.test(name)) ?? path;
}

function lengthOf(head: string): number {
  if (headerOf(head, 'transfer-encoding') !== null) throw new Error('A body without a length was sent.');
  return Number(headerOf(head, 'content-length') ?? 0);
}

function headerOf(head: string, name: string): string | null {
  return new RegExp(`^${name}:[ \t]*(.*?)[ \t]*$`, 'im').exec(head)?.[1] ?? null;
}

/** By Vlens's envelope (docs/sandbox.md). */
function isAcceptance(body: string): boolean {
  try {
    const envelope: unknown = JSON.parse(body);
    return typeof envelope === 'object' && envelope !== null && 'error_code' in envelope
      ? envelope.error_code === null || envelope.error_code === 0
      : false;
  } catch {
    return false;
  }
}
