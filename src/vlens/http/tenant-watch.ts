import type { Logger } from 'pino';
import { VlensFault } from '../faults.js';
import { hintOf } from '../messages/words.js';
import type { OperationName } from '../operation.js';

/** Remembers which operations Vlens refuses to the tenant as a whole, until it answers them otherwise. */
export class TenantWatch {
  private readonly refused = new Map<OperationName, string>();

  constructor(private readonly logger?: Pick<Logger, 'error' | 'warn'>) {}

  /** An operation was answered, whatever it came to. */
  answered(operation: OperationName): void {
    if (!this.refused.delete(operation)) return;
    this.logger?.warn({ operation }, 'Vlens serves the tenant again');
  }

  /** An operation came to a fault. */
  failed(operation: OperationName, error: unknown): void {
    if (!(error instanceof VlensFault) || error.code !== 'TENANT_CONFIGURATION') return;
    const problem = hintOf(error.said) ?? error.message;
    const isNew = this.refused.get(operation) !== problem;
    this.refused.set(operation, problem);
    if (isNew) this.logger?.error({ operation, code: error.code }, problem);
  }

  /** What an operator should fix, one sentence each. */
  problems(): string[] {
    return [...this.refused].map(([operation, message]) => `TENANT_CONFIGURATION: ${operation}: ${message}`);
  }
}
