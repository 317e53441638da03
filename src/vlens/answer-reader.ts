import type { Answer, BodyReader } from './answer.js';
import { textOf } from './body-text.js';
import type { Endpoint } from './endpoints.js';
import { answer, type ReadData, readEnvelope } from './envelope.js';

/** Reads the body of an answer, now or when it has been kept for a while (decision 0080). */
export class AnswerReader<T> implements BodyReader<Answer<T>> {
  constructor(
    private readonly endpoint: Endpoint,
    private readonly status: number,
    private readonly contentType: string | null,
    private readonly readData: ReadData<T>,
  ) {}

  /** @throws VlensFault as `readEnvelope` and `answer` do. */
  read(body: Buffer): Answer<T> {
    return answer(this.endpoint, readEnvelope(this.status, textOf(body, this.contentType)), this.readData);
  }
}
