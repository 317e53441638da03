import { openTab, recallTab } from './tab-memory';

/** What the page was opened with. */
export interface Opening {
  requestId: string;
  /** Opens the contract to anybody who has it. Null where a host app opened the page without one, and until it is back after a reload. */
  securityHash: string | null;
  /** A hash opened it: after a reload the gateway gives it back, out of a cookie. */
  isOfLink: boolean;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads what opened the page and takes it out of the address at once: neither the history nor a picture of the screen
 * should hold it. Vlens writes RequestId and SecurityHash; the case does not matter. Without any, the tab goes on where it was.
 */
export function takeOpening(): Opening | null {
  const given = new Map(
    [...new URLSearchParams(window.location.search)].map(([name, value]) => [name.toLowerCase(), value]),
  );
  window.history.replaceState(null, '', window.location.pathname);
  const requestId = given.get('requestid')?.toLowerCase();
  if (requestId === undefined) return reopened();
  if (!UUID.test(requestId)) return null;
  const securityHash = given.get('securityhash') || null;
  openTab(requestId, securityHash !== null);
  return { requestId, securityHash, isOfLink: securityHash !== null };
}

function reopened(): Opening | null {
  const tab = recallTab();
  return tab && { requestId: tab.requestId, securityHash: null, isOfLink: tab.isOfLink };
}

/** The hash of a link that a reload took from the page; null where the gateway has it no longer. Throws where nobody answers. */
export async function recallHash(requestId: string): Promise<string | null> {
  const response = await fetch(`/sign/session/${requestId}`, { method: 'POST' });
  if (response.status === 404) return null;
  if (!response.ok) throw new TypeError('The gateway did not answer.');
  const { securityHash } = (await response.json()) as { securityHash: string };
  return securityHash;
}
