import type { FormField, FormFieldKind } from '../schema/form-field.js';
import type * as vlens from '../src/vlens/types.js';

/** The types that vlens.yaml names (FormField.type). */
const KINDS: Partial<Record<string, FormFieldKind>> = {
  text: 'TEXT',
  dropdown: 'DROPDOWN',
  date: 'DATE',
  table: 'TABLE',
};

/** A field of a form, with its options and related fields at any depth. */
export function toFormField(field: vlens.FormField): FormField {
  return {
    ...field,
    kind: KINDS[field.typeName?.trim().toLowerCase() ?? ''] ?? 'OTHER',
    options: field.options.map((option) => ({
      ...option,
      relatedFields: option.relatedFields.map(toFormField),
    })),
    relatedFields: field.relatedFields.map(toFormField),
  };
}
