import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { exampleFile, settingsReference } from '../dist/src/config/reference.js';

/** The files that are generated from the settings (src/config/settings/). */
const FILES = { 'docs/reference/settings.md': settingsReference(), '.env.example': exampleFile() };

for (const [file, text] of Object.entries(FILES)) {
  if (!argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what src/config/settings/ comes to: run npm run codegen and commit it.`);
    process.exitCode = 1;
  }
}
