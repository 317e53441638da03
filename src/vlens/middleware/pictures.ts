import { DecoderBusy, type PictureDecoder } from '../../pictures/picture-decoder.js';
import { structureOf } from '../../pictures/structure.js';
import type { Outcome, Rejection } from '../answer.js';
import type { VlensCaller } from '../caller.js';
import { CallAborted, picturesWait } from '../faults.js';
import { Deadline } from '../http/deadline.js';
import { say } from '../messages/words.js';
import { ownRejection } from '../own-rejection.js';
import type { Call, Middleware } from '../pipeline.js';

/** Vlens refuses more with 5003. */
export const MAX_PICTURE_PIXELS = 25_000_000;
/** Pictures that come in several scans are decoded as a whole: one of 25 megapixels in the usual colours is held in 75 MB. */
export const MAX_HELD_PICTURE_BYTES = 100 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 10;

export interface PicturesSettings {
  /**
   * Makes sure that Vlens knows the caller's token, where it is not known here. There is one decoder: else anybody could keep it busy with tokens that they make up.
   * @throws where Vlens does not, or can't be asked
   */
  proveToken: (caller: VlensCaller) => Promise<void>;
  tenancyName: string | null;
  maxMs: number;
}

/**
 * Pictures go out as a JPEG or PNG that decodes, upright, and with nothing in them but the picture: a camera writes place, time and
 * device beside it. One that needs no turn keeps each of its pixels. It takes no longer than `maxMs`, the wait included.
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
    // Not AbortSignal.any with AbortSignal.timeout: in Node 20 it never ends, and what listens to it stays (findings/).
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
        // The pictures to take again: of the face, or of the card.
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
    // The upright pictures are let go: what waits for its place and its answer holds them once, as they go out.
    for (const name of Object.keys(operation.pictures.maxBytes)) delete input[name];
    const sent = next({ ...call, input, parts: { ...parts, encoded: Buffer.from(JSON.stringify(body)) } });
    return turn.hasBegun ? asAttempt(sent) : sent;
  };
}

/** Whether a decoder has begun with a picture: from then on it costs as much as one that is sent, and counts as an attempt. */
interface Turn {
  hasBegun: boolean;
}

/** Also where its sender leaves while it waits to be sent. */
async function asAttempt(sent: Promise<Outcome>): Promise<Outcome> {
  try {
    return await sent;
  } catch (error) {
    throw error instanceof CallAborted ? new CallAborted(error.goesOn, true) : error;
  }
}

/** Leaves a picture that is no JPEG or PNG as it is. */
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

/** Its bytes are let go: it may wait for minutes to be decoded. */
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
