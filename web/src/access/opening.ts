import { openTab, recallTab } from './tab-memory';

/** What the page was opened with. */
export interface Opening {
  requestId: string;
  /** Opens the contract to anybody who has it. Null where a host app opened the page without one, and until it is back after a reload. */
  securityHash: string | null;
  /** Distinguishes the link that opened the page from others of its request: after a reload the gateway gives its hash back, out of a cookie. Null where none did. */
  mark: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads what opened the page and takes it out of the address at once: neither the history nor a picture of the screen
 * should hold it. Vlens writes RequestId and SecurityHash; the case does not matter, and a plus stays one, since a hash in base64 holds
 * pluses and Vlens may not have encoded them. Without any, the tab goes on where it was.
 */
export function takeOpening(): Opening | null {
  const search = window.location.search.replaceAll('+', '%2B');
  const given = new Map([...new URLSearchParams(search)].map(([name, value]) => [name.toLowerCase(), value]));
  window.history.replaceState(null, '', window.location.pathname);
  const requestId = given.get('requestid')?.toLowerCase();
  if (requestId === undefined) return reopened();
  if (!UUID.test(requestId)) return null;
  const securityHash = given.get('securityhash') || null;
  const mark = securityHash && markOf(securityHash);
  openTab(requestId, mark);
  return { requestId, securityHash, mark };
}

function reopened(): Opening | null {
  const tab = recallTab();
  return tab && { requestId: tab.requestId, securityHash: null, mark: tab.mark };
}

/** Distinguishes the links of one request, and is too short to reveal the hash (FNV-1a, 32 bits); the gateway makes the same (`signing-link.ts`). */
function markOf(hash: string): string {
  let mark = 0x811c9dc5;
  for (let at = 0; at < hash.length; at += 1) mark = Math.imul(mark ^ hash.charCodeAt(at), 0x01000193);
  return (mark >>> 0).toString(16).padStart(8, '0');
}

/** The hash of a link that a reload took from the page; null where the gateway has it no longer. Throws where nobody answers. */
export async function recallHash({ requestId, mark }: Opening): Promise<string | null> {
  const response = await fetch(`/sign/session/${requestId}/${mark}`, { method: 'POST' });
  if (response.status === 404) return null;
  if (!response.ok)
    throw Object.assign(new Error('The gateway did not answer.'), { status: response.status });
  const { securityHash } = (await response.json()) as { securityHash: string };
  return securityHash;
}
