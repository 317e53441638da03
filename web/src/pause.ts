/** How long to wait before it is tried again, where nobody says. */
export const USUAL_PAUSE_SECONDS = 5;

/** In whole seconds, as the gateway says or as usual. */
export function pause(seconds: number | undefined): number {
  return seconds !== undefined && seconds > 0 ? Math.ceil(seconds) : USUAL_PAUSE_SECONDS;
}

/** What is longer is no crowd that thins out: too much came from one person or address, and nobody watches seconds go by for so long. */
export const LONG_PAUSE_SECONDS = 60;
