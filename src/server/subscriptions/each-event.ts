/**
 * Calls `take` for one event after the other, until there are no more or `take` returns false. A `for await` would keep the last event, and
 * everything computed from it, in memory while it waits for the next one, perhaps for hours.
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
