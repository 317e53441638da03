/** How long to wait before it is tried again, where nobody says. */
export const USUAL_PAUSE_SECONDS = 5;

/** In whole seconds, as the gateway says or as usual. */
export function pause(seconds: number | undefined): number {
  return seconds !== undefined && seconds > 0 ? Math.ceil(seconds) : USUAL_PAUSE_SECONDS;
}
