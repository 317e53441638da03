/** One step of the story as it went. */
export interface Step {
  title: string;
  operation: string;
  variables: unknown;
  answer: unknown;
  durationMs: number;
}

/** Narrates the story: to a reader as it happens, or to a script as one JSON document at the end. */
export interface Narrator {
  step(step: Step): void;
  remark(sentence: string): void;
  /** What came in by itself, beside the story. */
  live(sentence: string): void;
  end(outcome: { ok: boolean; sentence: string; contractFile: string | null }): void;
}

/** Where the second pane would begin. */
const LIVE_COLUMN = 60;

/** For a reader: each step with what was sent, what came back and how long it took. */
export function narrateInTerminal(write: (text: string) => void): Narrator {
  let number = 0;
  return {
    step({ title, operation, variables, answer, durationMs }) {
      number += 1;
      write(`\n${number}. ${title}  (${durationMs} ms)\n`);
      write(indent(operation, '   > '));
      if (variables !== undefined)
        write(indent(`variables ${JSON.stringify(withoutBulk(variables))}`, '   > '));
      write(indent(JSON.stringify(withoutBulk(answer), null, 2), '   < '));
    },
    remark(sentence) {
      write(`\n   ${sentence}\n`);
    },
    live(sentence) {
      write(`${' '.repeat(LIVE_COLUMN)}│ live  ${sentence}\n`);
    },
    end({ ok, sentence }) {
      write(`\n${ok ? 'Done' : 'Failed'}: ${sentence}\n`);
    },
  };
}

/** For a script: nothing until the end, then the whole story as one JSON document. */
export function narrateAsJson(write: (text: string) => void): Narrator {
  const steps: Step[] = [];
  const remarks: string[] = [];
  const live: string[] = [];
  return {
    step({ title, operation, variables, answer, durationMs }) {
      steps.push({
        title,
        operation,
        variables: withoutBulk(variables),
        answer: withoutBulk(answer),
        durationMs,
      });
    },
    remark(sentence) {
      remarks.push(sentence);
    },
    live(sentence) {
      live.push(sentence);
    },
    end(outcome) {
      write(`${JSON.stringify({ ...outcome, steps, remarks, live }, null, 2)}\n`);
    },
  };
}

const MAX_TEXT = 120;
const SECRETS = new Set([
  'accessToken',
  'refreshToken',
  'password',
  'otpCode',
  'code',
  'phoneCode',
  'emailCode',
]);

/** Images, tokens and long lists would bury the story; secrets have no place in a terminal's scrollback. */
function withoutBulk(value: unknown, key = ''): unknown {
  if (SECRETS.has(key) && typeof value === 'string') return '…';
  if (typeof value === 'string') {
    return value.length > MAX_TEXT ? `${value.slice(0, 40)}… (${value.length} characters)` : value;
  }
  if (Array.isArray(value)) return value.map((item) => withoutBulk(item));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutBulk(inner, name)]));
  }
  return value;
}

function indent(text: string, margin: string): string {
  return `${text
    .trimEnd()
    .split('\n')
    .map((line) => `${margin}${line}`)
    .join('\n')}\n`;
}
