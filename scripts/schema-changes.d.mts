/** Each a sentence that begins with the path. */
export interface SchemaChanges {
  breaking: string[];
  announced: string[];
  dangerous: string[];
}

export function schemaChanges(before: string, after: string, changelog: string): Promise<SchemaChanges>;
