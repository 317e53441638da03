import { existsSync } from 'node:fs';

/** The build script, relative to the compiled gateway in a checkout. */
const BUILD = new URL('../../scripts/build-if-needed.mjs', import.meta.url);

/**
 * A function that updates the signing page in a checkout, so that the start need not wait for it; undefined if there is no build script.
 * Requests that arrive during a build wait for the same build.
 */
export function signingPageBuild(): (() => Promise<boolean>) | undefined {
  if (!existsSync(BUILD)) return undefined;
  let building: Promise<boolean> | null = null;
  return () => {
    building ??= build().finally(() => {
      building = null;
    });
    return building;
  };
}

async function build(): Promise<boolean> {
  return (await import(BUILD.href)).buildPageIfNeeded();
}
