import type { CreateTableBuilder } from 'kysely';

type Table = CreateTableBuilder<string, string>;

/** Adds columns that must hold something. */
export function required(type: 'text' | 'integer', ...names: string[]) {
  return (table: Table): Table =>
    names.reduce((built, name) => built.addColumn(name, type, (column) => column.notNull()), table);
}

/** Adds text columns that may be empty. */
export function optional(...names: string[]) {
  return (table: Table): Table => names.reduce((built, name) => built.addColumn(name, 'text'), table);
}
