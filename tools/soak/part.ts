import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const MAX_START_MS = 90_000;

/** A part of the stack that is a process, and another one after that was killed. */
export interface Part {
  process: ChildProcess | null;
  /** How many processes there were. */
  generation: number;
  /** Whether the end of the present one was ordered. */
  isEnding: boolean;
}

/** Before its first process. */
export function idle(): Part {
  return { process: null, generation: 0, isEnding: false };
}

/** What a process has of the machine's memory, in MB; null where it has ended. */
export function memoryOf(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // One that has ended, and was not waited for yet, holds nothing.
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(status) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** Starts its next process, and hears what that prints. */
export function run(
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

/** Ends its process; resolves with the exit code, null where a signal ended it or none ran. */
export async function end(part: Part, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const { process: child } = part;
  if (!child || child.exitCode !== null || child.signalCode !== null) return null;
  part.isEnding = true;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = await exit;
  return code;
}

/** Resolves when this URL answers with a yes. */
export async function answers(url: string): Promise<void> {
  const giveUpAt = Date.now() + MAX_START_MS;
  for (;;) {
    const response = await fetch(url).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    if (Date.now() > giveUpAt)
      throw new Error(`Nothing is ready at ${url}: ${response?.status ?? 'no answer'}`);
    await pause(50);
  }
}
