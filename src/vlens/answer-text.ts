import type { Answer, SentText } from './answer.js';
import type { Endpoint } from './endpoints.js';
import { answer, type ReadData, readEnvelope } from './envelope.js';

/**
 * An answer as it came. What is read of a list is hundreds of objects, each of which is looked at whenever memory is tidied
 * up; this is one, and whoever keeps an answer keeps this and reads it again (decision 0080).
 */
export class AnswerText<T> implements SentText<T> {
  constructor(
    private readonly endpoint: Endpoint,
    private readonly status: number,
    private readonly text: string,
    private readonly read: ReadData<T>,
  ) {}

  get bytes(): number {
    return this.text.length * 2;
  }

  /** @throws VlensFault as `readEnvelope` and `answer` do. */
  answer(): Answer<T> {
    const said = answer(this.endpoint, readEnvelope(this.status, this.text), this.read);
    return said.kind === 'accepted' ? { kind: 'accepted', value: said.value, text: this } : said;
  }
}
