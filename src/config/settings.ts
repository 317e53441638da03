import type { AnySetting, ValuesOf } from './setting.js';
import { CLIENT_SETTINGS } from './settings/clients.js';
import { OBSERVABILITY_SETTINGS } from './settings/observability.js';
import { PROCESS_SETTINGS } from './settings/process.js';
import { SANDBOX_SETTINGS } from './settings/sandbox.js';
import { STATE_SETTINGS } from './settings/state.js';
import { VLENS_SETTINGS } from './settings/vlens.js';

/** All settings, grouped by topic, in the order of the reference. */
export const SETTING_GROUPS = {
  'The process': PROCESS_SETTINGS,
  Vlens: VLENS_SETTINGS,
  Clients: CLIENT_SETTINGS,
  'State, replicas and webhooks': STATE_SETTINGS,
  Observability: OBSERVABILITY_SETTINGS,
  'The sandbox': SANDBOX_SETTINGS,
} as const;

/** All settings of the gateway, by name. */
export const SETTINGS = {
  ...PROCESS_SETTINGS,
  ...VLENS_SETTINGS,
  ...CLIENT_SETTINGS,
  ...STATE_SETTINGS,
  ...OBSERVABILITY_SETTINGS,
  ...SANDBOX_SETTINGS,
};

export type SettingName = keyof typeof SETTINGS;

/** The values of all settings. */
export type Settings = ValuesOf<typeof SETTINGS>;

const rows = Object.entries(SETTINGS) as [SettingName, AnySetting][];

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** The definition of a setting, without its value type. */
export const settingOf = (name: SettingName): AnySetting => SETTINGS[name];

/** Maps each name of an earlier release to the present name. */
export const RENAMED: ReadonlyMap<string, SettingName> = new Map(
  rows.flatMap(([name, row]) => (row.deprecatedNames ?? []).map((earlier) => [earlier, name] as const)),
);

/** The settings whose change takes effect without a restart. */
export const RELOADABLE: ReadonlySet<string> = new Set(
  rows.filter(([, row]) => row.reloadable).map(([name]) => name),
);
