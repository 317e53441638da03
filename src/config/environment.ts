/** Settings as strings, by name. */
export type Environment = Record<string, string | undefined>;

/** The environment of the process. No other place reads it. */
export const environment = (): Environment => process.env;

/** Removes empty variables: compose files write `NAME=` for a setting that is unset. */
export function withoutEmpty(env: Environment): Record<string, string> {
  const given = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()));
  return Object.fromEntries(given);
}
