import { badField } from './bad-user-input.js';

const VERSION = 'v1';
const DECODED = /^v1:(\d{1,9})$/;

/** The cursor of an item with `offset` items before it in Vlens's list. It is opaque to clients. */
export function cursorAt(offset: number): string {
  return Buffer.from(`${VERSION}:${offset}`).toString('base64url');
}

/** How many items to skip to continue after a cursor. Throws BAD_USER_INPUT for anything else. */
export function offsetAfter(cursor: string, list = 'businessRequests'): number {
  const offset = DECODED.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (offset === undefined) {
    throw badField('after', `after must be an endCursor or cursor that ${list} answered.`);
  }
  return Number(offset) + 1;
}
