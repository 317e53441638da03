/**
 * Shares one result among all who ask in one turn of the event loop. A client that has its answer asks in a later turn, so nobody gets
 * what was true before they asked for it.
 */
export function onceATurn<T>(make: () => T): () => T {
  let ofTurn: { made: T } | null = null;
  return () => {
    if (ofTurn === null) {
      ofTurn = { made: make() };
      setImmediate(() => {
        ofTurn = null;
      });
    }
    return ofTurn.made;
  };
}
