import { DecoderBusy, type PictureDecoder } from '../../pictures/picture-decoder.js';
import { structureOf } from '../../pictures/structure.js';
import type { Outcome, Rejection } from '../answer.js';
import type { VlensCaller } from '../caller.js';
import { CallAborted, picturesWait } from '../faults.js';
import { Deadline } from '../http/deadline.js';
import { say } from '../messages/words.js';
import { ownRejection } from '../own-rejection.js';
import type { Call, Middleware } from '../pipeline.js';

/** Vlens refuses larger pictures with 5003. */
export const MAX_PICTURE_PIXELS = 25_000_000;
/** A picture in several scans is decoded as a whole: one of 25 megapixels in the usual colours takes 75 MB. */
export const MAX_HELD_PICTURE_BYTES = 100 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 10;

export interface PicturesSettings {
  /**
   * Makes sure that Vlens accepts the caller's token, unless this is already known. There is only one decoder, and anybody could keep it
   * busy with invented tokens.
   * @throws if Vlens does not accept the token, or can't be reached
   */
  proveToken: (caller: VlensCaller) => Promise<void>;
  tenancyName: string | null;
  maxMs: number;
}

/**
 * Sends pictures as a JPEG or PNG that decodes, is upright, and contains nothing but the picture: a camera adds place, time and device. A
 * picture that needs no rotation keeps every pixel. This takes at most `maxMs`, including the wait.
 */
export function sendUpright(
  decoder: Pick<PictureDecoder, 'decode'>,
  { proveToken, tenancyName, maxMs }: PicturesSettings,
): Middleware {
  return async (call, next) => {
    const { operation, caller } = call;
    if (operation.effect === 'read' || operation.pictures === 'none') return next(call);
    let proven: Promise<void> | undefined;
    const prove = () => (proven ??= proveToken(caller));
    const turn = { hasBegun: false };
    const input: Record<string, unknown> = { ...call.input };
    // Not AbortSignal.any with AbortSignal.timeout: in Node 20 the combined signal never times out, and its listeners stay in memory
    // (findings/).
    const deadline = new Deadline(caller.signal, maxMs);
    try {
      for (const [name, maxBytes] of Object.entries(operation.pictures.maxBytes)) {
        const base64 = input[name];
        if (typeof base64 !== 'string') continue;
        const upright = await uprightOf(
          decoder,
          base64,
          maxBytes,
          { ...call, signal: deadline.signal },
          { prove, turn },
        );
        // The reason tells the customer what to take again: the faces, or the card.
        if (typeof upright !== 'string') {
          if (operation.pictures.unreadable === 'sent') {
            input[name] = withoutSurroundings(base64);
            continue;
          }
          return name.startsWith('face') ? { ...upright, reason: 'LIVENESS_FAILED' } : upright;
        }
        input[name] = upright;
      }
    } finally {
      deadline.release();
    }
    const { body, ...parts } = operation.encode(input, tenancyName);
    // Releases the upright pictures. While the call waits for its place and its answer, only the encoded body holds them.
    for (const name of Object.keys(operation.pictures.maxBytes)) delete input[name];
    const sent = next({ ...call, input, parts: { ...parts, encoded: Buffer.from(JSON.stringify(body)) } });
    return turn.hasBegun ? asAttempt(sent) : sent;
  };
}

/** Whether a decoder has begun with a picture. From then on the picture costs as much as one that is sent, and counts as an attempt. */
interface Turn {
  hasBegun: boolean;
}

/** Makes an abort count as an attempt even if the call was still waiting to be sent. */
async function asAttempt(sent: Promise<Outcome>): Promise<Outcome> {
  try {
    return await sent;
  } catch (error) {
    throw error instanceof CallAborted ? new CallAborted(error.goesOn, true) : error;
  }
}

/** Removes everything but the picture. What is no JPEG or PNG stays as it is. */
function withoutSurroundings(base64: string): string {
  const structure = structureOf(Buffer.from(base64, 'base64'));
  return structure === null ? base64 : Buffer.concat(structure.parts).toString('base64');
}

async function uprightOf(
  decoder: Pick<PictureDecoder, 'decode'>,
  base64: string,
  maxBytes: number,
  { caller, signal }: Call,
  { prove, turn }: { prove: () => Promise<void>; turn: Turn },
): Promise<string | Rejection> {
  const refused = refusalOf(base64);
  if (refused) return refused;
  await prove();
  const { address = caller.key } = caller;
  const bytes = () => {
    turn.hasBegun = true;
    return Buffer.from(base64, 'base64');
  };
  const decoded = await decoder.decode({ bytes, maxBytes }, { address, signal }).catch((error: unknown) => {
    if (caller.signal.aborted) throw new CallAborted(null, turn.hasBegun);
    throw error instanceof DecoderBusy ? picturesWait(RETRY_AFTER_SECONDS, turn.hasBegun) : error;
  });
  switch (decoded.kind) {
    case 'upright':
      return withoutSurroundings(base64);
    case 'turned':
      return Buffer.from(decoded.bytes).toString('base64');
    case 'unreadable':
      return refusal('pictureUnreadable');
  }
}

/** Does not keep the decoded bytes, since the picture may wait for minutes to be decoded. */
function refusalOf(base64: string): Rejection | null {
  const structure = structureOf(Buffer.from(base64, 'base64'));
  if (structure === null) return refusal('pictureUnreadable');
  const { width, height, heldBytes } = structure;
  const isTooLarge = width * height > MAX_PICTURE_PIXELS || heldBytes > MAX_HELD_PICTURE_BYTES;
  return isTooLarge ? refusal('pictureTooLarge') : null;
}

function refusal(key: 'pictureUnreadable' | 'pictureTooLarge'): Rejection {
  return { ...ownRejection('DOCUMENT_UNREADABLE', say(key)), refusedLocally: true };
}
