/** Lists of sentences. Each sentence begins with the path of the change. */
export interface SchemaChanges {
  breaking: string[];
  announced: string[];
  dangerous: string[];
}

export function schemaChanges(before: string, after: string, changelog: string): Promise<SchemaChanges>;
