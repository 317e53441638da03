/** The only reference to a value. It is cleared when the value is removed. */
interface Place<T> {
  value: T | null;
}

/**
 * A set of short-lived objects, in insertion order. V8's Map and Set replace their tables from time to time. Until the next full
 * collection, an old table keeps its objects in memory (findings/maps-of-what-passes.sh). Here, old tables keep only empty places.
 */
export class PassingSet<T extends object> {
  private readonly places = new Set<Place<T>>();

  get size(): number {
    return this.places.size;
  }

  /** @returns a function that removes the value, and returns whether it was still there */
  add(value: T): () => boolean {
    const place: Place<T> = { value };
    this.places.add(place);
    return () => {
      place.value = null;
      return this.places.delete(place);
    };
  }

  clear(): void {
    for (const place of this.places) place.value = null;
    this.places.clear();
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const { value } of this.places) if (value !== null) yield value;
  }
}
