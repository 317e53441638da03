import { readFileSync } from 'node:fs';

/** The part of the open files that is reserved for everything but clients: Vlens, Redis, the sandbox's database, files. */
const OWN_PART = 1 / 4;
const MIN_OWN_FILES = 64;
const MAX_OWN_FILES = 1024;
/** The most connections without a subscription; an idle one takes 7 kB. */
const MAX_PLAIN_CONNECTIONS = 10_000;
/** The part of the allowed connections that may carry subscriptions. The rest is for queries and steps. */
const SUBSCRIBERS_PART = 5 / 8;

/** How many clients may be connected at once. */
export interface ConnectionBounds {
  maxConnections: number;
  /** `MAX_SUBSCRIBERS`, or fewer if the limit on open files does not allow it. */
  maxSubscribers: number;
  /** A warning for the operator; null if the limit on open files reduces nothing. */
  problem: string | null;
}

/** The bounds that the settings ask for and the limit on open files allows. */
export function connectionBounds(maxSubscribers: number, openFiles = openFilesLimit()): ConnectionBounds {
  const allowed = openFiles === null ? Number.POSITIVE_INFINITY : connectionsWith(openFiles);
  const subscribers = Math.min(maxSubscribers, Math.floor(allowed * SUBSCRIBERS_PART));
  const connections = Math.min(MAX_PLAIN_CONNECTIONS + maxSubscribers, allowed);
  const problem =
    subscribers < maxSubscribers || allowed < MAX_PLAIN_CONNECTIONS
      ? `The limit of ${openFiles} open files allows ${connections} connections, ${subscribers} of them with subscriptions: raise it (ulimit -n, LimitNOFILE).`
      : null;
  return { maxConnections: connections, maxSubscribers: subscribers, problem };
}

/** How many files, including sockets, this process may open; null if there is no limit. */
export function openFilesLimit(): number | null {
  const soft = Number(softLimit());
  return soft > 0 && soft < Number.POSITIVE_INFINITY ? soft : null;
}

function connectionsWith(openFiles: number): number {
  const own = Math.min(MAX_OWN_FILES, Math.max(MIN_OWN_FILES, Math.ceil(openFiles * OWN_PART)));
  return Math.max(1, openFiles - own);
}

/** The current soft limit. Node raises it to the hard limit before our code runs. */
function softLimit(): number | string | undefined {
  try {
    const [, soft] = /^Max open files\s+(\w+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? [];
    if (soft !== undefined) return soft;
  } catch {
    // Only Linux has this file.
  }
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  return report.userLimits?.open_files?.soft;
}
