import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

const SWITCH = '+switch-master';
const COMMAND = /^\*(\d+)\r\n/;

/** A sentinel that answers when the test says so: a real one can’t be held in the middle of a question. */
export class FakeSentinel {
  /** Who is told of each new primary. */
  readonly subscribers = new Set<Socket>();
  private readonly connections = new Set<Socket>();
  private readonly unanswered: (() => void)[] = [];
  private isHeld = false;

  private constructor(
    private readonly server: Server,
    private primaryPort: number,
  ) {
    server.on('connection', (socket) => this.serve(socket));
  }

  static async start(primaryPort: number): Promise<FakeSentinel> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeSentinel(server, primaryPort);
  }

  get url(): string {
    return `redis+sentinel://127.0.0.1:${(this.server.address() as AddressInfo).port}/vlens`;
  }

  /** How many wait to be told the primary. */
  get waiting(): number {
    return this.unanswered.length;
  }

  /** From now on nobody is told the primary. */
  hold(): void {
    this.isHeld = true;
  }

  /** Answers who waits, and everybody from now on. */
  answer(): void {
    this.isHeld = false;
    for (const answer of this.unanswered.splice(0)) answer();
  }

  /** Tells the subscribers that another server is the primary. */
  publishSwitch(): void {
    const text = `vlens 127.0.0.1 1 127.0.0.1 ${this.primaryPort}`;
    for (const socket of this.subscribers) socket.write(list('message', SWITCH, text));
  }

  /** Cuts all connections, as a restart does. */
  restart(): void {
    for (const socket of this.connections) socket.destroy();
    this.subscribers.clear();
  }

  close(): void {
    this.server.close();
    for (const socket of this.connections) socket.destroy();
  }

  private serve(socket: Socket): void {
    this.connections.add(socket);
    socket
      .on('error', () => {})
      .on('close', () => {
        this.connections.delete(socket);
        this.subscribers.delete(socket);
      });
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes;
      for (let words = firstOf(text); words; words = firstOf(text)) {
        text = text.slice(list(...words).length);
        this.take(socket, words);
      }
    });
  }

  private take(socket: Socket, [command = '', what = '']: string[]): void {
    if (command === 'subscribe') {
      this.subscribers.add(socket);
      socket.write(`*3\r\n${bulk(command)}${bulk(what)}:1\r\n`);
    } else if (command === 'sentinel' && what === 'get-master-addr-by-name') {
      const answer = () => socket.write(list('127.0.0.1', String(this.primaryPort)));
      if (this.isHeld) this.unanswered.push(answer);
      else answer();
    } else if (command === 'sentinel') socket.write('*0\r\n');
    else socket.write('+OK\r\n');
  }
}

const bulk = (word: string) => `$${word.length}\r\n${word}\r\n`;
const list = (...words: string[]) => `*${words.length}\r\n${words.map(bulk).join('')}`;

/** The first whole command, as a client writes it. */
function firstOf(text: string): string[] | null {
  const [head, count] = COMMAND.exec(text) ?? [];
  if (!head) return null;
  const lines = text.slice(head.length).split('\r\n');
  // What follows the last line's end is none.
  if (lines.length <= 2 * Number(count)) return null;
  return lines.slice(0, 2 * Number(count)).filter((_, at) => at % 2 === 1);
}
