import type { Environment } from './environment.js';
import { isSettingName, RENAMED, SETTINGS, type SettingName } from './settings.js';

/** A setting that is set under its name of an earlier release. */
export interface RenamedSetting {
  earlier: string;
  name: SettingName;
}

/** Returns the same settings under their present names. If a setting is set under both names, the present one has priority. */
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

/** A variable in the environment whose name is probably a misspelt setting. */
export interface MisspeltName {
  given: string;
  nearest: SettingName;
}

/** The message about a misspelt name. */
export const misspeltSentence = ({ given, nearest }: MisspeltName) =>
  `${given} is no setting of the gateway; did you mean ${nearest}? Else unset it.`;

/** Prefixes that only settings of this gateway have. */
const OUR_PREFIX = /^(VLENS|UPSTREAM)_/;
/** Variables that Kubernetes sets for each service of a namespace. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;
/** Shorter names are too similar to common variables: HOST to HOME, PORT to PATH. */
const SHORTEST_COMPARED = 8;
const MAX_TYPOS = 2;

/** Finds names that are similar to a setting that is not set, and unknown names with one of our prefixes. */
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

/** Whether a name is that of a setting, with at most two typos. */
export const isNearASetting = (given: string) =>
  typos(given.toUpperCase(), nearestSetting(given)) <= MAX_TYPOS;

/** The setting with the most similar name. */
export function nearestSetting(given: string): SettingName {
  const names = Object.keys(SETTINGS) as SettingName[];
  const upper = given.toUpperCase();
  return names.reduce((best, name) => (typos(upper, name) < typos(upper, best) ? name : best));
}

/** The number of letters to insert, delete, change or swap with their neighbour (optimal string alignment distance). */
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
