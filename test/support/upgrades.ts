/**
 * Node 26 reads the body of a request that asks for an upgrade, and loses what comes after it in the same packet. A client that waits for
 * the answer loses nothing.
 */
export const LOSES_WHAT_FOLLOWS = Number.parseInt(process.versions.node, 10) > 24;
