#!/usr/bin/env bash
# Guess: text that a browser printed to a PDF comes out of any reader as it went in, give or take marks of direction.
# Seen (28 November 2026, Chromium 156.0.8078.108, one font: DejaVu Sans): pdftotext 22.12.0 of Debian 12 turns the ligature lam-alef
# round: السلام becomes السالم, another word; it puts a vowel sign before its letter. pdf.js 5.6.205 gives presentation forms in the order
# of the page, from left to right, so every word is backwards; NFKC alone does not mend that. A date 2026-11-28 in an Arabic line is
# painted 28-11-2026, as Unicode's bidirectional algorithm says (hyphens between Arabic-context digits), and read so by both.
# For you: do not search or compare Arabic contracts by a PDF's text; keep the text beside the file. Put dates and numbers with hyphens
# into <bdi dir="ltr"> before they are printed.
# Versions: playwright-core@1.65.1, pdfjs-dist@5.6.205, Debian 12's chromium, poppler-utils and fonts-dejavu-core.
set -euo pipefail
for program in chromium pdftotext; do command -v $program >/dev/null || { echo "$program is not installed"; exit 2; }; done
fc-list | grep -q 'DejaVuSans.ttf' || { echo 'fonts-dejavu-core is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund playwright-core@1.65.1 pdfjs-dist@5.6.205
cat > run.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium } from 'playwright-core';

const LINES = ['السلام عليكم', 'رقم العقد', 'العقد بتاريخ 2026-11-28'];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const paragraphs = LINES.map((line) => `<p>${line}</p>`).join('');
await page.setContent(`<!doctype html><meta charset=utf-8><body dir=rtl lang=ar style="font-family: 'DejaVu Sans'">${paragraphs}`);
await page.pdf({ path: 'a.pdf' });
console.log(`Chromium ${browser.version()}`);
await browser.close();

const withoutMarks = (text) => text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\f]/g, '').trim();
const lines = (text) => text.split('\n').map(withoutMarks).filter(Boolean);
const poppler = lines(execFileSync('pdftotext', ['-layout', 'a.pdf', '-'], { encoding: 'utf8' }));
const { items } = await (await (await getDocument({ url: 'a.pdf', verbosity: 0 }).promise).getPage(1)).getTextContent();
const pdfjs = lines(items.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join(''));
LINES.forEach((line, index) => console.log(`${line} → pdftotext: ${poppler[index]}; pdf.js: ${pdfjs[index]}`));
const nfkc = pdfjs.map((line) => line?.normalize('NFKC'));
const isAsSeen =
  poppler[0] === 'السالم عليكم' && poppler[1] === LINES[1] && poppler[2].includes('28-11-2026') &&
  nfkc[1] !== LINES[1] && [...nfkc[1]].reverse().join('') === LINES[1] && nfkc[2].includes('28-11-2026');
process.exit(isAsSeen ? 0 : 1);
JS
timeout 90 node run.mjs
