import type { Logger } from 'pino';
import { VlensFault } from '../faults.js';
import { hintOf } from '../messages/words.js';
import type { OperationName } from '../operation.js';

/** Remembers which operations Vlens refuses to the whole tenant, until Vlens answers them in another way. */
export class TenantWatch {
  private readonly refused = new Map<OperationName, string>();

  constructor(private readonly logger?: Pick<Logger, 'error' | 'warn'>) {}

  /** Called when Vlens answered an operation, with any outcome. */
  answered(operation: OperationName): void {
    if (!this.refused.delete(operation)) return;
    this.logger?.warn({ operation }, 'Vlens serves the tenant again');
  }

  /** Called when an operation failed with a fault. */
  failed(operation: OperationName, error: unknown): void {
    if (!(error instanceof VlensFault) || error.code !== 'TENANT_CONFIGURATION') return;
    const problem = hintOf(error.said) ?? error.message;
    const isNew = this.refused.get(operation) !== problem;
    this.refused.set(operation, problem);
    if (isNew) this.logger?.error({ operation, code: error.code }, problem);
  }

  /** The problems that the operator should mend, one sentence each. */
  problems(): string[] {
    return [...this.refused].map(([operation, message]) => `TENANT_CONFIGURATION: ${operation}: ${message}`);
  }
}
