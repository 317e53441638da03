import type { z } from 'zod';

/** Everything that is said of one setting, in one place: `Config`, the reference and `--check-config` come from it. */
export interface Setting<Value> {
  /** Reads the text. Its problem continues the setting's name ("is not a port; write …"); the example is added to it. */
  type: z.ZodType<NonNullable<Value>, string>;
  /** The value where it is unset; a function where production has another. */
  default: Value | ((mode: { production: boolean }) => Value);
  /** How the reference names the default, where that is not the value itself. */
  defaultText?: string;
  example: string;
  description: string;
  /** Its value is never printed or logged. */
  secret: boolean;
  /** A changed CONFIG_FILE takes effect without a restart; without it at the next start. */
  reloadable?: true;
  /** Names of earlier releases: they work for one release, with a warning. */
  deprecatedNames?: readonly string[];
  /** A secret that the operator makes up: production wants it long and random. */
  isChosenSecret?: boolean;
}

export type AnySetting = Setting<unknown>;

type Words = Omit<AnySetting, 'type' | 'default'>;
type TextReader = z.ZodType<NonNullable<unknown>, string>;

/** A row of the table. The type of its value is that of what it reads, or null where that is its default. */
export function setting<Type extends TextReader>(
  row: Words & { type: Type; default: null },
): Setting<z.output<Type> | null>;
export function setting<Type extends TextReader>(
  row: Words & { type: Type; default: Setting<z.output<Type>>['default'] },
): Setting<z.output<Type>>;
export function setting(row: AnySetting): AnySetting {
  return row;
}

/** What the rows of a table read. */
export type ValuesOf<Table> = {
  [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never;
};
