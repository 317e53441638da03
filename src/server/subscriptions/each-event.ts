/**
 * Takes one event after the other, until there are no more or `take` wants none. A `for await` holds on to the last event while it
 * waits for the next one, perhaps for hours, and with it to what it came to.
 */
export async function eachEvent<Event>(
  events: AsyncIterator<Event>,
  take: (event: Event) => Promise<boolean>,
): Promise<void> {
  try {
    while (await takeNext(events, take));
  } finally {
    await events.return?.();
  }
}

function takeNext<Event>(
  events: AsyncIterator<Event>,
  take: (event: Event) => Promise<boolean>,
): Promise<boolean> {
  return events.next().then(({ done, value }) => !done && take(value));
}
