/** A promise that resolves when the test says so, and what says it. */
export function held(): [Promise<void>, () => void] {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return [released, release];
}

/** How many requests a gateway is answering, by its own count. */
export async function requestsInFlight({ url }: { url: string }): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^vlens_requests_in_flight (\d+)/m.exec(metrics)?.[1]);
}
