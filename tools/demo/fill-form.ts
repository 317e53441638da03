/** A form field as `ProductForm` of client/operations/ asks for it. */
export interface DemoField {
  key: string;
  kind: 'TEXT' | 'DROPDOWN' | 'DATE' | 'TABLE' | 'OTHER';
  defaultValue: string | null;
  visibleToUser: boolean;
  parentKey: string | null;
  parentValue: string | null;
  table: string[][];
  options: { name: string; relatedFields?: DemoField[] }[];
  relatedFields?: DemoField[];
}

/** Fills in a form as a customer would: what is shown, and what is shown because of what was chosen before. */
export function fillForm(
  fields: DemoField[],
  known: Record<string, string>,
  chosen = new Map<string, string>(),
): { key: string; value: string }[] {
  for (const field of fields) {
    const isShown = field.parentKey === null || chosen.get(field.parentKey) === field.parentValue;
    if (!field.visibleToUser || !isShown || chosen.has(field.key)) continue;
    const value = known[field.key] ?? field.defaultValue ?? typicalValue(field);
    chosen.set(field.key, value);
    const option = field.options.find(({ name }) => name === value);
    fillForm([...(option?.relatedFields ?? []), ...(field.relatedFields ?? [])], known, chosen);
  }
  return [...chosen].map(([key, value]) => ({ key, value }));
}

function typicalValue(field: DemoField): string {
  switch (field.kind) {
    case 'DROPDOWN':
      return field.options[0]?.name ?? '';
    case 'DATE':
      return '2027-01-01';
    case 'TABLE':
      return JSON.stringify([(field.table[0] ?? ['']).map(() => '1')]);
    default:
      return '1000';
  }
}
