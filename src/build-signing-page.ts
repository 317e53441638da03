import { existsSync } from 'node:fs';

/** The way from the compiled gateway in a checkout. */
const BUILD = new URL('../../scripts/build-if-needed.mjs', import.meta.url);

/**
 * What brings the signing page up to date in a checkout, so that a start need not wait for it; undefined where there is
 * nothing to build it with. Requests that come while it is built wait for the same build.
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
