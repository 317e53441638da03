import { z } from 'zod';

/** What goes wrong on purpose: `before` the step is taken, or `after` it, so that only its answer is lost. */
export const faultShape = z.object({
  /** The last part of the path that it concerns, e.g. StepRequestOtp; `*` for all. */
  endpoint: z.string().min(1).max(100).default('*'),
  latencyMs: z.number().int().min(0).max(600_000).default(0),
  kind: z.enum(['http500', 'html', 'reset', 'stall']).nullable().default(null),
  when: z.enum(['before', 'after']).default('before'),
  /** How many calls fail; without it and without a rate, all do. */
  failNext: z.number().int().min(1).optional(),
  /** Which part of the calls fails, from 0 to 1. */
  failureRate: z.number().min(0).max(1).optional(),
});

export type Fault = z.infer<typeof faultShape>;
export type FaultKind = NonNullable<Fault['kind']>;

/** The faults that were ordered, in memory: a restart ends them. */
export class OrderedFaults {
  private faults: Fault[] = [];

  /** @param random from 0 to 1, decides about a failure rate. */
  constructor(private readonly random: () => number) {}

  list(): readonly Fault[] {
    return this.faults;
  }

  /** The newest order for an endpoint takes the place of the older one. */
  order(fault: Fault): void {
    this.faults = [...this.faults.filter(({ endpoint }) => endpoint !== fault.endpoint), fault];
  }

  /** False where none was ordered for this endpoint. */
  cancel(endpoint: string): boolean {
    const others = this.faults.filter((each) => each.endpoint !== endpoint);
    const isOrdered = others.length < this.faults.length;
    this.faults = others;
    return isOrdered;
  }

  clear(): void {
    this.faults = [];
  }

  /** What a call meets; a counted failure is used up by asking. */
  meet(path: string): { latencyMs: number; failure: { kind: FaultKind; when: Fault['when'] } | null } {
    const endpoint = lastNamedPart(path);
    const fault =
      this.faults.find((each) => each.endpoint.toLowerCase() === endpoint) ??
      this.faults.find((each) => each.endpoint === '*');
    if (!fault) return { latencyMs: 0, failure: null };
    const { latencyMs, kind, when } = fault;
    return { latencyMs, failure: kind && this.fails(fault) ? { kind, when } : null };
  }

  private fails(fault: Fault): boolean {
    if (fault.failNext !== undefined) {
      if (fault.failNext === 0) return false;
      fault.failNext -= 1;
      return true;
    }
    return fault.failureRate === undefined || this.random() < fault.failureRate;
  }
}

/** `Create/414` is Create, `GetBusinessRequestById/<id>` is GetBusinessRequestById. */
function lastNamedPart(path: string): string {
  const parts = path.split('/').filter((part) => /^[A-Za-z]+$/.test(part));
  return (parts.at(-1) ?? '').toLowerCase();
}
