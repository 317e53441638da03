import { Session } from '../schema/session.js';
import type * as vlens from '../src/vlens/types.js';
import { asType } from './as-type.js';

/** The session in the schema's form. */
export function toSession({ kind: _kind, ...session }: vlens.Session): Session {
  return asType(Session, session);
}
