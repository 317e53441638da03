import type { Environment } from './environment.js';
import { isSettingName, RENAMED, SETTINGS, type SettingName } from './settings.js';

/** A setting that was given under its name of an earlier release. */
export interface RenamedSetting {
  earlier: string;
  name: SettingName;
}

/** The same settings under their present names; one that is given under both keeps the present one. */
export function withPresentNames(env: Environment): { env: Environment; renamed: RenamedSetting[] } {
  const renamed = Object.keys(env)
    .filter((earlier) => env[earlier]?.trim())
    .flatMap((earlier): RenamedSetting[] => {
      const name = RENAMED.get(earlier);
      return name ? [{ earlier, name }] : [];
    });
  const present = { ...env };
  for (const { earlier, name } of renamed) {
    if (!present[name]?.trim()) present[name] = env[earlier];
    delete present[earlier];
  }
  return { env: present, renamed };
}

/** The warning about a setting under its earlier name. */
export const renamedSentence = ({ earlier, name }: RenamedSetting) =>
  `${earlier} is now ${name}; the old name works in this release only.`;

/** A name in the environment that is probably meant to be a setting's. */
export interface MisspeltName {
  given: string;
  nearest: SettingName;
}

/** The warning about it. */
export const misspeltSentence = ({ given, nearest }: MisspeltName) =>
  `${given} is no setting of the gateway; did you mean ${nearest}? Else unset it.`;

/** Names that only this gateway has a use for. */
const OUR_PREFIX = /^(VLENS|UPSTREAM)_/;
/** What Kubernetes puts into the environment for each service of a namespace. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;
/** Shorter ones are near to names of others: HOST to HOME, PORT to PATH. */
const SHORTEST_COMPARED = 8;
const MAX_TYPOS = 2;

/** Names that are near to a setting's which itself is not given, and those that start as only ours do. */
export function misspeltNames(env: Environment): MisspeltName[] {
  return Object.keys(env)
    .filter((given) => env[given]?.trim() && !isSettingName(given) && !RENAMED.has(given))
    .filter((given) => !SERVICE_LINK.test(given))
    .flatMap((given): MisspeltName[] => {
      const nearest = nearestSetting(given);
      const isNear = nearest.length >= SHORTEST_COMPARED && isNearASetting(given) && !env[nearest]?.trim();
      return isNear || OUR_PREFIX.test(given) ? [{ given, nearest }] : [];
    });
}

/** Whether it is a setting's name but for a typo or two. */
export const isNearASetting = (given: string) =>
  typos(given.toUpperCase(), nearestSetting(given)) <= MAX_TYPOS;

/** The setting whose name is nearest to this one. */
export function nearestSetting(given: string): SettingName {
  const names = Object.keys(SETTINGS) as SettingName[];
  const upper = given.toUpperCase();
  return names.reduce((best, name) => (typos(upper, name) < typos(upper, best) ? name : best));
}

/** How many letters must be put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function typos(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const above = rows[i - 1] ?? [];
      const candidates = [(above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (isSame ? 0 : 1)];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) candidates.push((rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(Math.min(...candidates));
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
