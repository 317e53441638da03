import type { Context, Envelope } from './type-graphql-schema.js';
import { dispatched } from './undici-call.js';

interface Known {
  path: string;
  bytes: Buffer;
  answer: string;
}

const MOST = 2000;

/** The answer to a caller's query, as long as the one call behind it brings the very same bytes. Mutations are never known. */
export class AnswersOfEqualBytes {
  private readonly known = new Map<string, Known>();

  constructor(private readonly execute: (body: unknown, context: Context) => Promise<string>) {}

  async answer(text: string, authorization: string | undefined): Promise<string> {
    const key = `${authorization} ${text}`;
    const known = this.known.get(key);
    const bytes = known && (await dispatched(known.path, authorization));
    if (known && bytes?.equals(known.bytes)) return known.answer;
    let reads = 0;
    let last: Omit<Known, 'answer'> | null = null;
    const call: Context['call'] = async (path, of, body) => {
      const came = path === known?.path && bytes ? bytes : await dispatched(path, of, body);
      reads += 1;
      last = body ? null : { path, bytes: came };
      return JSON.parse(came.toString()) as Envelope;
    };
    const answer = await this.execute(JSON.parse(text), { authorization, call });
    if (last && reads === 1) {
      if (this.known.size >= MOST) this.known.clear();
      this.known.set(key, { ...(last as Omit<Known, 'answer'>), answer });
    }
    return answer;
  }
}
