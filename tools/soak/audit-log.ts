/** What a client knows of a step that it sent. */
export type Outcome =
  /** Done, as the gateway said. */
  | 'acknowledged'
  /** Not done: Vlens or the gateway said no, or nothing was sent. */
  | 'refused'
  /** Nobody knows: the gateway said so, or was killed. */
  | 'unknown';

interface Entry {
  requestId: string;
  /** As the sandbox's audit trail names it. */
  step: string;
  outcome: Outcome;
  /** How often it may have been sent at the most. */
  sends: number;
}

export interface Reconciliation {
  lost: string[];
  doubled: string[];
}

/** Every signing step that a client sent, held against what the sandbox's audit trails say was done. */
export class AuditLog {
  private readonly entries: Entry[] = [];

  record(entry: Entry): void {
    this.entries.push(entry);
  }

  count(outcome: Outcome): number {
    return this.entries.filter((entry) => entry.outcome === outcome).length;
  }

  get requestIds(): string[] {
    return [...new Set(this.entries.map(({ requestId }) => requestId))];
  }

  /** @param trails the names of the steps that were done, by request */
  reconcile(trails: ReadonlyMap<string, readonly string[]>): Reconciliation {
    const result: Reconciliation = { lost: [], doubled: [] };
    const places = new Set(this.entries.map(({ requestId, step }) => `${requestId} ${step}`));
    for (const place of places) {
      const [requestId = '', step = ''] = place.split(' ');
      const done = (trails.get(requestId) ?? []).filter((name) => name === step).length;
      const sent = this.entries.filter((entry) => entry.requestId === requestId && entry.step === step);
      const acknowledged = sent.filter(({ outcome }) => outcome === 'acknowledged').length;
      const unknown = sent
        .filter(({ outcome }) => outcome === 'unknown')
        .reduce((sum, { sends }) => sum + sends, 0);
      const line = `${place}: acknowledged ${acknowledged}, unknown ${unknown}, in the sandbox ${done}`;
      if (done < acknowledged) result.lost.push(line);
      if (done > acknowledged + unknown) result.doubled.push(line);
    }
    return result;
  }
}
