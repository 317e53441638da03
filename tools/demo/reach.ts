/**
 * An answer of what the story speaks with.
 * @throws an Error that says what to do, where nobody answers any more.
 */
export async function reach(who: string, url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new Error(`${who} stopped answering; run the demo again to see it through.`);
  }
}
