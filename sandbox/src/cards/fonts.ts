import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Drawn with: DejaVu has Arabic and Latin. Without a font, librsvg draws boxes and reports nothing. */
export const FONT_FAMILY = 'DejaVu Sans';

/**
 * Points fontconfig, and with it the SVG renderer of sharp, at a package's fonts, so that a machine without fonts draws the same card.
 * Only works before sharp is first loaded in this process; where somebody set FONTCONFIG_FILE, theirs is used.
 */
export function useOwnFonts(): void {
  if (process.env.FONTCONFIG_FILE !== undefined) return;
  const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const folder = mkdtempSync(join(tmpdir(), 'vlens-sandbox-fonts-'));
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${folder}</cachedir></fontconfig>`,
  );
  process.env.FONTCONFIG_FILE = file;
}
