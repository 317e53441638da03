/** Not every browser knows of pages that are run ahead. */
type Ahead = Document & { prerendering?: boolean };

/**
 * Holds all that comes after it until somebody is really here: a browser may run a page ahead of a visit that never comes, and throws away
 * what that keeps for the tab meanwhile. No link is opened for nobody then, and a reload finds what was kept.
 */
if ((document as Ahead).prerendering)
  await new Promise((come) => document.addEventListener('prerenderingchange', come, { once: true }));

export {};
