/** Not every browser knows of pages that are run ahead. */
type Ahead = Document & { prerendering?: boolean };

/**
 * Resolves once somebody is really here: a browser may run a page ahead of a visit that never comes, and throws away what that keeps for the
 * tab meanwhile. No link is opened for nobody then, and a reload finds what was kept.
 */
export async function visited(): Promise<void> {
  if (!(document as Ahead).prerendering) return;
  await new Promise((come) => document.addEventListener('prerenderingchange', come, { once: true }));
}
