import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { exampleFile, helpText, settingsReference } from '../../src/config/reference.js';
import { SETTINGS, type SettingName, settingOf } from '../../src/config/settings.js';

const NAMES = Object.keys(SETTINGS) as SettingName[];
const WITH_ITS_EXAMPLE: Partial<Record<SettingName, Record<string, string>>> = {
  VLENS_API_URL: { VLENS_API_KEY: 'k' },
  REDIS_URL: { STATE_SECRET: 's'.repeat(32) },
  TRUSTED_DOCUMENTS_ONLY: { TRUSTED_DOCUMENTS: 'x' },
  NODE_ENV: { VLENS_API_URL: 'https://v.example', VLENS_API_KEY: 'k' },
};

describe('Every setting', () => {
  it.each(NAMES)(
    '%s is in the reference, the example file and --help, and can be set to its example',
    (name) => {
      expect(settingsReference()).toContain(`| \`${name}\` |`);
      expect(exampleFile()).toMatch(new RegExp(`^# ${name}=`, 'm'));
      expect(helpText('1.0.0')).toContain(`\n  ${name} (`);
      const { example, description } = settingOf(name);
      const value = name === 'STATE_SECRET' ? 's'.repeat(32) : example;
      expect(() => readConfig({ ...WITH_ITS_EXAMPLE[name], [name]: value })).not.toThrow();
      expect(description).toMatch(/\.$/);
      expect(description).not.toContain('|');
    },
  );

  it('that holds a key, a secret or a password is declared one', () => {
    const secrets = NAMES.filter((name) => settingOf(name).secret);
    const named = NAMES.filter((name) => /KEY|SECRET|PASSWORD|HEADERS|REDIS_URL|DATABASE_URL/.test(name));
    expect(secrets.sort()).toEqual(named.sort());
  });
});
