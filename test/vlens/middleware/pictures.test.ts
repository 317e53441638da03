import { expect, it } from '@jest/globals';
import type { Outcome } from '../../../src/vlens/answer.js';
import { sendUpright } from '../../../src/vlens/middleware/pictures.js';
import { OPERATIONS } from '../../../src/vlens/operations.js';
import type { Call } from '../../../src/vlens/pipeline.js';
import { aJpeg } from '../../support/pictures.js';

it('A call with a picture waits for its place and answer as it goes out, with no other copy', async () => {
  const { signal } = new AbortController();
  const image = aJpeg().toString('base64');
  const operation = OPERATIONS.verifyIdFront;
  const input = { image, transactionId: 't-1' };
  const caller = { key: 'k', signal };
  const call = {
    name: 'verifyIdFront',
    operation,
    input,
    caller,
    signal,
    parts: operation.encode(input, null),
  };
  let sent: Call | undefined;
  const send = async (next: Call): Promise<Outcome> => {
    sent = next;
    return { kind: 'accepted', value: null } as unknown as Outcome;
  };
  const decoder = { decode: async () => ({ kind: 'turned', bytes: Buffer.from('turned') }) as const };
  await sendUpright(decoder, { proveToken: async () => {}, tenancyName: null, maxMs: 1000 })(
    call as unknown as Call,
    send,
  );
  const { input: kept, parts } = sent ?? {};
  expect(kept).toEqual({ transactionId: 't-1' });
  expect({ ...parts, encoded: JSON.parse(String(parts?.encoded)) }).toEqual({
    encoded: { image: btoa('turned'), transaction_id: 't-1', getExtractedData: true },
  });
});
