import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAst } from 'rolldown/parseAst';

/** They are made once in a process, and live as long as it does. */
const OF_THE_PROCESS = [
  'resolvers/without-suggestions.ts',
  'src/idempotency/journal.ts',
  'src/server/reads-in-turn.ts',
  'src/server/shutdown/shutdown.ts',
  'src/server/tracing/operations.ts',
  'src/server/turn-gate.ts',
  'src/vlens/quota/token-verifier.ts',
  'src/vlens/transports/idle-connections.ts',
  'src/vlens/http/vlens-http.ts: send',
];

interface Node {
  type: string;
  [part: string]: unknown;
}

/** Names of what a function is written into directly: `a.b = () => …`, and fields of classes, which become `this.b = () => …`. */
function assigned(text: string): string[] {
  const names: string[] = [];
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    if (typeof part !== 'object' || part === null || !('type' in part)) return;
    const node = part as Node;
    if (node.type === 'AssignmentExpression' && isMember(node.left) && isFunction(node.right))
      names.push(text.slice(node.left.start as number, node.left.end as number));
    if (node.type === 'PropertyDefinition' && isFunction(node.value))
      names.push(String((node.key as Node).name));
    Object.values(node).forEach(visit);
  };
  visit(parseAst(text, { lang: 'ts' }));
  return names;
}

function isMember(node: unknown): node is Node {
  return (node as Node).type === 'MemberExpression';
}

function isFunction(node: unknown): boolean {
  const { type, expression } = (node ?? {}) as Node;
  if (type === 'ParenthesizedExpression' || type === 'TSAsExpression') return isFunction(expression);
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

describe('A function that is written straight into an object', () => {
  it('is found in each way of writing that', () => {
    const text = `class A { field = () => 1; private readonly other = async (a: number): Promise<number> => a; method() {} }
      a.b = () => 1; a[KEY] = (() => 1); this.c ??= function () {}; a.d = (async () => 1) as never;
      const e = () => 1; a.e = e; f({ g: () => 1 }); a.h = list.map(() => 1); a.i = { j: () => 1 };`;
    expect(assigned(text)).toEqual(['field', 'other', 'a.b', 'a[KEY]', 'this.c', 'a.d']);
  });

  /**
   * V8 takes it for a method, and has it live with what is old: all that it can reach outlives every quick collection, a whole
   * request with its answer (findings/functions-written-into-objects.sh). Name it first.
   */
  it('is one of the process, and none of a request', () => {
    const sources = ['src', 'schema', 'resolvers'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`),
    );
    expect(sources.length).toBeGreaterThan(300);
    const found = sources.flatMap((file) =>
      assigned(readFileSync(file, 'utf8')).map((name) => ({ file, name })),
    );
    const isOfTheProcess = ({ file, name }: { file: string; name: string }) =>
      OF_THE_PROCESS.some((known) => known === file || known === `${file}: ${name}`);
    expect(found.filter((each) => !isOfTheProcess(each))).toEqual([]);
  });
});
