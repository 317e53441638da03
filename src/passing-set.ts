/** What is in it is held on to by this alone, which is emptied when it goes. */
interface Place<T> {
  value: T | null;
}

/**
 * Things that come and go, in the order in which they came. A Map or a Set of V8 makes itself another table from time to time, and until all of the
 * memory is looked through the old ones hold on to what was in them (findings/maps-of-what-passes.sh): here to nothing but empty places.
 */
export class PassingSet<T extends object> {
  private readonly places = new Set<Place<T>>();

  get size(): number {
    return this.places.size;
  }

  /** @returns takes it out again, and answers whether it was still there */
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
