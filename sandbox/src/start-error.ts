/** The sandbox can't start. The message is a sentence that says what to do; `code` is the system's, if any. */
export class SandboxStartError extends Error {
  override readonly name = 'SandboxStartError';
  readonly code: string | undefined;

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;
    this.code = hasCode ? String(cause.code) : undefined;
  }
}
