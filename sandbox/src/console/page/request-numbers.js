/** The numbers of the requests by their ids, for the parts of the page that get only a request's id. */
export class RequestNumbers {
  /** @type {Map<string, string>} */
  #numbers = new Map();
  /** @type {(() => void)[]} */
  #listeners = [];

  /** @param {string | null} id */
  get(id) {
    return id === null ? undefined : this.#numbers.get(id);
  }

  /**
   * @param {() => void} show called when there is a number that wasn't known before: a part may have received the
   *   request's id before the list of requests was read
   */
  onLearnt(show) {
    this.#listeners.push(show);
  }

  /** @param {{ id: string, requestNumber: string }[]} requests */
  learn(requests) {
    const known = this.#numbers.size;
    for (const { id, requestNumber } of requests) this.#numbers.set(id, requestNumber);
    if (this.#numbers.size > known) for (const show of this.#listeners) show();
  }
}
