import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

/** Without its windows, which cost two thirds of the work and show nothing here; the whole of it where that is not installed. */
export const CHROMIUM =
  ['/usr/bin/chromium-headless-shell'].find((program) => existsSync(program)) ?? '/usr/bin/chromium';
/** Nothing but the page under test is asked for anything: no updates, no sync, no look-ups at the start. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, with a camera that shows a test picture, or plays a file (.mjpeg). */
export function startChromium(film?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...ARGUMENTS,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(film === undefined ? [] : [`--use-file-for-fake-video-capture=${film}`]),
    ],
  });
}

/** Tests that need the browser; where it isn't installed they are left out, and their title says so. */
export function describeInChromium(title: string, tests: () => void): void {
  if (existsSync(CHROMIUM)) describe(title, tests);
  else
    describe.skip(
      `${title} (left out: there is no ${CHROMIUM}; Debian has it as chromium, and as chromium-headless-shell)`,
      tests,
    );
}
