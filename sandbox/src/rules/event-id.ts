import { createHash } from 'node:crypto';

/**
 * The id of what happened to a request at this position of its audit trail: a name-based UUID (version 5), so that it
 * is the same for every subscription and every attempt.
 */
export function eventId(requestId: string, position: number): string {
  const namespace = Buffer.from(requestId.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(namespace).update(String(position)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
