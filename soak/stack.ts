import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FaultProxy } from './fault-proxy.js';

const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
const STAND_IN = fileURLToPath(new URL('../src/serve-sandbox.js', import.meta.url));
const LONGEST_START_MS = 30_000;
/** Ten seconds for what is under way, and a little for the machine. */
const LONGEST_STOP_MS = 12_000;

export const API_KEY = 'sandbox-api-key';

interface Part {
  process: ChildProcess | null;
  /** How many processes there were. */
  generation: number;
  /** Whether the end of the present one was ordered. */
  isEnding: boolean;
}

/** The stand-in, a fault proxy and the gateway, as three real parts whose processes can be killed. */
export class Stack {
  private readonly gateway: Part = { process: null, generation: 0, isEnding: false };
  private readonly standIn: Part = { process: null, generation: 0, isEnding: false };
  /** Everything that the gateway's processes have printed. */
  printed = '';
  /** Gateways that ended although nobody had told them to, and stops that were not clean. */
  readonly unordered: string[] = [];
  proxy!: FaultProxy;

  private constructor(
    private readonly folder: string,
    private readonly gatewayPort: number,
    private readonly standInPort: number,
  ) {}

  static async start(folder: string): Promise<Stack> {
    const stack = new Stack(folder, await freePort(), await freePort());
    await stack.startStandIn();
    stack.proxy = await FaultProxy.start(stack.standInUrl);
    await stack.startGateway();
    return stack;
  }

  get gatewayUrl(): string {
    return `http://127.0.0.1:${this.gatewayPort}`;
  }

  get standInUrl(): string {
    return `http://127.0.0.1:${this.standInPort}`;
  }

  /** Another number after each restart of the gateway: what it kept in memory is gone then. */
  get generation(): number {
    return this.gateway.generation;
  }

  /** The gateway's memory in MB; null while it is down. */
  get gatewayMemory(): number | null {
    try {
      const status = readFileSync(`/proc/${this.gateway.process?.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
    } catch {
      return null;
    }
  }

  async killGateway(): Promise<void> {
    await end(this.gateway, 'SIGKILL');
    await this.startGateway();
  }

  async killStandIn(): Promise<void> {
    await end(this.standIn, 'SIGKILL');
    await this.startStandIn();
  }

  /** As a deploy does it. */
  async replaceGateway(): Promise<void> {
    const startedAt = Date.now();
    const code = await end(this.gateway, 'SIGTERM');
    const ms = Date.now() - startedAt;
    if (code !== 0 || ms > LONGEST_STOP_MS) this.unordered.push(`SIGTERM: exit code ${code} after ${ms} ms`);
    await this.startGateway();
  }

  async close(): Promise<void> {
    await Promise.all([end(this.gateway, 'SIGTERM'), end(this.standIn, 'SIGTERM')]);
    await this.proxy.close();
  }

  private async startStandIn(): Promise<void> {
    const env = {
      SANDBOX_PORT: `${this.standInPort}`,
      SANDBOX_DATABASE_URL: `file:${this.folder}/stand-in.db`,
    };
    run(this.standIn, STAND_IN, env, () => {});
    await answers(`${this.standInUrl}/sandbox/clock`);
  }

  private async startGateway(): Promise<void> {
    const env = {
      NODE_ENV: 'production',
      PORT: `${this.gatewayPort}`,
      VLENS_API_URL: this.proxy.url,
      VLENS_API_KEY: API_KEY,
      UPSTREAM_TIMEOUT_MS: '1500',
      UPSTREAM_RATE_PER_SECOND: '0',
      UPSTREAM_RATE_PER_MINUTE: '0',
      FAILED_TRIES_PER_ADDRESS: '0',
    };
    const child = run(this.gateway, MAIN, env, (text) => {
      this.printed += text;
    });
    child.once('exit', (code, signal) => {
      if (!this.gateway.isEnding) this.unordered.push(`a gateway ended by itself: ${code ?? signal}`);
    });
    await answers(`${this.gatewayUrl}/health/ready`);
  }
}

function run(
  part: Part,
  file: string,
  env: Record<string, string>,
  hear: (text: string) => void,
): ChildProcess {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [file], { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (bytes) => hear(String(bytes)));
  child.stderr.on('data', (bytes) => hear(String(bytes)));
  part.process = child;
  part.generation += 1;
  part.isEnding = false;
  return child;
}

async function end(part: Part, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const { process: child } = part;
  if (!child || child.exitCode !== null || child.signalCode !== null) return null;
  part.isEnding = true;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = await exit;
  return code;
}

async function answers(url: string): Promise<void> {
  const giveUpAt = Date.now() + LONGEST_START_MS;
  for (;;) {
    const response = await fetch(url).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    if (Date.now() > giveUpAt) throw new Error('A process did not start.');
    await pause(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
