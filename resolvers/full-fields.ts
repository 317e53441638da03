import type { BusinessRequest } from '../schema/business-request.js';
import { type SelectionInfo, selectedFields } from './selection.js';

/** The fields of a business request that only the full endpoints return. */
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

/** Whether an operation selects a full field of business requests, at one of the paths below the resolved field. */
export function asksForFullFields(info: SelectionInfo, ...paths: string[][]): boolean {
  return paths.some((path) => holdsFullField(selectedFields(info, path)));
}

/** The same for a field that may return several types, for one of these types. */
export function asksForFullFieldsOf(info: SelectionInfo, type: string): boolean {
  return holdsFullField(selectedFields(info, [], type));
}

function holdsFullField(selected: ReadonlySet<string>): boolean {
  return FULL_FIELDS.some((field) => selected.has(field));
}
