import { spawn } from 'node:child_process';

export interface Answerer {
  /** What the example asks, as a piece of its question. */
  when: string;
  answer: () => Promise<string> | string;
}

export interface Ended {
  code: number | null;
  output: string;
}

/** Runs an example as a person would: each of its questions is answered as it appears, in this order. */
export function runExample(
  command: string[],
  env: Record<string, string>,
  answerers: Answerer[] = [],
  cwd = '.',
): Promise<Ended> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const running = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    const open = [...answerers];
    let output = '';
    let read = 0;
    const hear = (piece: Buffer) => {
      output += piece;
      const [next] = open;
      const at = next ? output.indexOf(next.when, read) : -1;
      if (!next || at < 0) return;
      read = at + next.when.length;
      open.shift();
      Promise.resolve(next.answer()).then((line) => running.stdin.write(`${line}\n`), reject);
    };
    running.stdout.on('data', hear);
    running.stderr.on('data', hear);
    running.on('error', reject);
    running.on('close', (code) => resolve({ code, output }));
  });
}
