interface Runner<Flow, Outcome> {
  signal: AbortSignal;
  /** Called with the flow before each task, and at the end. */
  notify: (flow: Flow) => void;
  /** What it came to; null while something is left to do. */
  outcomeOf: (flow: Flow) => Outcome | null;
  /** Performs what is to be done next, and says where it stands then. */
  perform: (flow: Flow) => Promise<Flow>;
}

/** Performs one task after the other until there is an outcome, or until its caller aborts it. What a callback throws, it throws. */
export async function runFlow<Phase extends string, Flow extends { task: { task: Phase } }, Outcome>(
  start: Flow,
  { signal, notify, outcomeOf, perform }: Runner<Flow, Outcome>,
): Promise<Outcome | { outcome: 'aborted'; phase: Flow['task']['task'] }> {
  let flow = start;
  try {
    for (;;) {
      signal.throwIfAborted();
      notify(flow);
      const outcome = outcomeOf(flow);
      if (outcome !== null) return outcome;
      // The callback may have aborted it.
      signal.throwIfAborted();
      flow = await untilAborted(perform(flow), signal);
    }
  } catch (error) {
    if (signal.aborted) return { outcome: 'aborted', phase: flow.task.task };
    throw error;
  }
}

/** A question that nobody answers any more must not hold the abortion up. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  // No event comes where a callback aborted it at its very start.
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
