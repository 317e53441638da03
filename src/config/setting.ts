import type { z } from 'zod';

/** The complete definition of one setting. `Config`, the reference and `--check-config` are derived from it. */
export interface Setting<Value> {
  /** Parses the text. Its error message follows the setting's name ("is not a port; write …"), and the example is added to it. */
  type: z.ZodType<NonNullable<Value>, string>;
  /** The value if the setting is unset. A function if production has another default. */
  default: Value | ((mode: { production: boolean }) => Value);
  /** The default as the reference shows it, if that is not the value itself. */
  defaultText?: string;
  example: string;
  description: string;
  /** Whether the value is never printed or logged. */
  secret: boolean;
  /** Whether a change in CONFIG_FILE takes effect without a restart, and not only at the next start. */
  reloadable?: true;
  /** Names of earlier releases. They work for one release, with a warning. */
  deprecatedNames?: readonly string[];
  /** Whether the operator chooses this secret. Production requires it to be long and random. */
  isChosenSecret?: boolean;
}

export type AnySetting = Setting<unknown>;

type Words = Omit<AnySetting, 'type' | 'default'>;
type TextReader = z.ZodType<NonNullable<unknown>, string>;

/** Defines a setting. Its value has the type that `type` parses to, or may also be null if null is the default. */
export function setting<Type extends TextReader>(
  row: Words & { type: Type; default: null },
): Setting<z.output<Type> | null>;
export function setting<Type extends TextReader>(
  row: Words & { type: Type; default: Setting<z.output<Type>>['default'] },
): Setting<z.output<Type>>;
export function setting(row: AnySetting): AnySetting {
  return row;
}

/** The values of all settings in a table. */
export type ValuesOf<Table> = {
  [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never;
};
