import type { GivenSettings } from './config-file.js';
import { settingOf } from './settings.js';

/** The output of `--check-config` if the gateway could start: the settings that are set, and where they come from. */
export function describeGiven({ given }: GivenSettings, warnings: string[]): string {
  const lines = given.map(
    ({ name, value, from }) => `  ${name}=${settingOf(name).secret ? '(set)' : value}  (${from})`,
  );
  return [
    ...warnings.map((warning) => `Warning: ${warning}`),
    'The settings are valid.',
    ...(lines.length > 0
      ? lines
      : ['  None is given: all have their defaults (docs/reference/settings.md).']),
    '',
  ].join('\n');
}
