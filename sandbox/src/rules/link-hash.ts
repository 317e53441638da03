import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNING_LINK_LIFETIME_SECONDS = 30 * 60;
export const CONTRACT_FILE_LIFETIME_SECONDS = 5 * 60;

/** What a link gives a right to: one request, for one of its signers, until a moment. */
export interface LinkRight {
  purpose: 'sign' | 'file';
  requestId: string;
  customerId: number;
  expiresAt: Date;
}

const MAC_BYTES = 32;
const HEAD_BYTES = 8;

/**
 * The right as a string for a URL: expiry and customer in the open, then an HMAC over all of it, so that it is
 * checked without looking anything up.
 */
export function linkHash(key: Buffer, right: LinkRight): string {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(Math.floor(right.expiresAt.getTime() / 1000), 0);
  head.writeUInt32BE(right.customerId, 4);
  return Buffer.concat([head, mac(key, right.purpose, right.requestId, head)]).toString('base64url');
}

/** The customer whose right the hash is; null where it was not made here for this request, or is over. */
export function readLinkHash(
  key: Buffer,
  { purpose, requestId }: Pick<LinkRight, 'purpose' | 'requestId'>,
  hash: string,
  now: Date,
): { customerId: number } | 'expired' | null {
  const bytes = Buffer.from(hash, 'base64url');
  if (bytes.length !== HEAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== hash) return null;
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), mac(key, purpose, requestId, head))) return null;
  if (head.readUInt32BE(0) * 1000 <= now.getTime()) return 'expired';
  return { customerId: head.readUInt32BE(4) };
}

function mac(key: Buffer, purpose: string, requestId: string, head: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}:${requestId}:`).update(head).digest();
}
