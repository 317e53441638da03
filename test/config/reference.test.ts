import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { readGiven } from '../../src/config/config-file.js';
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
      // It may not name another file, which would not be read.
      expect(new RegExp(`^# ${name}=`, 'm').test(exampleFile())).toBe(name !== 'CONFIG_FILE');
      expect(helpText('1.0.0')).toContain(`\n  ${name} (`);
      const { example, description } = settingOf(name);
      expect(() => readConfig({ ...WITH_ITS_EXAMPLE[name], [name]: example })).not.toThrow();
      expect(description).toMatch(/\.$/);
      expect(description).not.toContain('|');
    },
  );

  it.each([
    ['the example file', exampleFile()],
    ['--help', helpText('1.0.0')],
  ])('is described in %s without Markdown, which nobody renders there', (_where, text) => {
    expect(text).not.toMatch(/`|\*\*|\]\(/);
    expect(text).toContain('(what differs: docs/reference/vlens.md#the-sandboxs-dialects)');
  });

  it('has its example in the file of CONFIG_FILE that is made of the example file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'example-'));
    const file = join(folder, 'settings.env');
    const lines = exampleFile().match(/(?<=^# )[A-Z_0-9]+=.*$/gm) ?? [];
    writeFileSync(file, lines.join('\n'));
    const { given } = readGiven({ CONFIG_FILE: file });
    rmSync(folder, { recursive: true });
    const read = Object.fromEntries(given.map(({ name, value }) => [name, value]));
    const examples = NAMES.map((name) => [name, settingOf(name).example]);
    expect(read).toEqual({ ...Object.fromEntries(examples), CONFIG_FILE: file });
  });

  it('that holds a key, a secret or a password is declared one', () => {
    const secrets = NAMES.filter((name) => settingOf(name).secret);
    const named = NAMES.filter((name) => /KEY|SECRET|PASSWORD|HEADERS|REDIS_URL|DATABASE_URL/.test(name));
    expect(secrets.sort()).toEqual(named.sort());
  });
});
