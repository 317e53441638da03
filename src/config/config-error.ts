/** A start-up that can't go on. The message says what to set, one sentence per setting, and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
