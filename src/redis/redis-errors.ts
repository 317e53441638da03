import { types } from 'node:util';

/** Redis's own error codes that an operator can act on, and one of ours (`rights-probe.ts`). */
const CODES =
  /\b(WRONGPASS|NOAUTH|NOPERM|OOM|READONLY|CROSSSLOT|LOADING|MISCONF|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|MOVED|BUSY|UNKILLABLE|SPREAD)\b/;

/** Redis's ERR messages for a script that may not run a command: the first one up to 7.0 (seen with 7.0.15), the second one later. */
const REFUSED_IN_SCRIPT = /executing the script can't run this command|ACL failure in script/i;

/** Redis's messages without a code except ERR, for a REDIS_URL that does not fit the server: each with the cause that we report. */
const NAMED_WRONGLY: [RegExp, string][] = [
  [/cluster support disabled/i, 'NOCLUSTER'],
  [/DB index is out of range|invalid DB index/i, 'NODATABASE'],
  [/unknown (redis )?command/i, 'NOCOMMAND'],
];

/** Why a command to Redis failed, as one word for logs and metrics. It never contains an address, a user or a password. */
export function causeOf(error: unknown): string {
  if (!types.isNativeError(error)) return 'CLOSED';
  // "Failed to refresh slots cache": no node of a cluster answered which slots it has.
  if ('lastNodeError' in error && types.isNativeError(error.lastNodeError))
    return causeOf(error.lastNodeError);
  // Some keys of a script are not on the node yet: ioredis alternates between both nodes until it gives up.
  if (/too many cluster redirections/i.test(error.message)) return 'TRYAGAIN';
  const code = CODES.exec(error.message)?.[1];
  const isOfSentinels = /sentinels are unreachable/i.test(error.message);
  if (code) return isOfSentinels ? `SENTINEL_${code}` : code;
  if (REFUSED_IN_SCRIPT.test(error.message)) return 'NOPERM';
  for (const [said, cause] of NAMED_WRONGLY) if (said.test(error.message)) return cause;
  if (/max number of clients/i.test(error.message)) return 'MAXCLIENTS';
  if (isOfSentinels) return 'SENTINEL';
  if (/timed out|timeout/i.test(error.message)) return 'TIMEOUT';
  const { code: system } = error as NodeJS.ErrnoException;
  if (typeof system === 'string' && /^[A-Z][A-Z0-9_]+$/.test(system))
    return /CERT|SSL|TLS|UNABLE_TO/.test(system) ? 'TLS' : system;
  return 'CLOSED';
}

/**
 * Whether Redis itself reports that it did not execute a command. Any other error may come from a proxy that lost Redis's answer (Envoy
 * sends `upstream failure`).
 */
export function isRefusal(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const { message } = error;
  return (
    CODES.test(message) ||
    REFUSED_IN_SCRIPT.test(message) ||
    /^(NOSCRIPT|MOVED|ASK|TRYAGAIN|ERR unknown command)\b/.test(message)
  );
}
