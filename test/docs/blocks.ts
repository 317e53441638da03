import { readFileSync } from 'node:fs';

/** What a page says about running a block, in a comment before it: `<!-- run {"keep": {"TOKEN": "login.accessToken"}} -->`. */
export interface Run {
  /** Variables of an operation; `$NAME` is what an earlier block kept. */
  variables?: Record<string, unknown>;
  /** What of the answer later blocks need, by name and path; they have it as `$NAME`, in the environment too. */
  keep?: Record<string, string>;
  /** What must be in the answer or in what is printed. */
  expected?: string;
  /** How many upstream calls the operation may cost. */
  costs?: number;
  /** The code of the error that the page is about. */
  error?: string;
  /** The exit code of the command, where it is not 0. */
  ends?: number;
  /** The command goes on until it is ended: it must say this first. */
  serves?: string;
  /** How what it asks is answered: the newest SMS, or Enter after paying. */
  asks?: Record<string, 'sms' | 'payment'>;
  /** Sent without the session. */
  anonymous?: boolean;
}

export interface Block {
  page: string;
  line: number;
  language: string;
  text: string;
  run: Run;
}

/** Languages that are executed; others may only show what is no command and no query. */
export const EXECUTED = ['graphql', 'sh', 'js'];

/** Whether it prints what the operation before it is answered. */
export function isPrintedAnswer({ language, text }: Block): boolean {
  return language === 'json' && /^\{ "(data|errors)":/.test(text);
}

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
const DIRECTIVE = /<!-- run (\{.*\}) -->\s*$/;

/** What a page takes for granted that its reader has: a session, an open request. */
export function givenOn(page: string): string[] {
  const [, names = ''] = /<!-- reader has (.*) -->/.exec(readFileSync(page, 'utf8')) ?? [];
  return names.split(' and ').filter((name) => name !== '');
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const source = readFileSync(page, 'utf8');
  return [...source.matchAll(FENCE)].map(({ index, 1: language = '', 2: text = '' }) => {
    const before = source.slice(0, index);
    const directive = DIRECTIVE.exec(before)?.[1];
    return {
      page,
      line: before.split('\n').length,
      language,
      text,
      run: directive === undefined ? {} : (JSON.parse(directive) as Run),
    };
  });
}
