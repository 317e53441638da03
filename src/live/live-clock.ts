/** Time as live status sees it, so that a test can hold it. */
export interface LiveClock {
  /** Milliseconds that only go forward. */
  forward(): number;
  /** The time of day. */
  date(): Date;
  /** Calls back after so many milliseconds; answers how to call that off. */
  after(ms: number, callback: () => void): () => void;
}
