/** The result of an audit, and the lines to print about it. */
export interface AuditVerdict {
  isAnswered: boolean;
  isClean: boolean;
  lines: string[];
}

export function verdictOf(text: string): AuditVerdict;
