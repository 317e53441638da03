import type { BusinessRequest } from '../schema/business-request.js';
import { type SelectionInfo, selectedFields } from './selection.js';

/** What only the full endpoints know of a business request. */
const FULL_FIELDS: readonly (keyof BusinessRequest)[] = [
  'updatedAt',
  'formFields',
  'documents',
  'user',
  'signers',
  'terms',
  'financing',
  'paymentRequired',
  'relatedRequests',
];

/** Whether an operation asks for a full field of the business requests at one of the paths below a field. */
export function asksForFullFields(info: SelectionInfo, ...paths: string[][]): boolean {
  return paths.some((path) => holdsFullField(selectedFields(info, path)));
}

/** The same of a field that answers several types, for one of them. */
export function asksForFullFieldsOf(info: SelectionInfo, type: string): boolean {
  return holdsFullField(selectedFields(info, [], type));
}

function holdsFullField(selected: ReadonlySet<string>): boolean {
  return FULL_FIELDS.some((field) => selected.has(field));
}
