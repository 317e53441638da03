import { Session } from '../schema/session.js';
import type * as vlens from '../src/vlens/types.js';
import { instance } from './instance.js';

export function toSession({ kind: _kind, ...session }: vlens.Session): Session {
  return instance(Session, session);
}
