/** STATE_FOLDER can't be used. The message says why and what to do. */
export class JournalUnusable extends Error {
  override readonly name = 'JournalUnusable';
}
