/** What an audit came to, and what to say of it. */
export interface AuditVerdict {
  isAnswered: boolean;
  isClean: boolean;
  lines: string[];
}

export function verdictOf(text: string): AuditVerdict;
