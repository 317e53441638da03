/** What the page was opened with. */
export interface Opening {
  requestId: string;
  /** Opens the contract to whoever has it. Null where a host app opened the page without one. */
  securityHash: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads what opened the page and takes it out of the address at once: neither the history nor a picture of the screen
 * should hold it. Vlens writes RequestId and SecurityHash; the case does not matter.
 */
export function takeOpening(): Opening | null {
  const given = new Map(
    [...new URLSearchParams(window.location.search)].map(([name, value]) => [name.toLowerCase(), value]),
  );
  window.history.replaceState(null, '', window.location.pathname);
  const requestId = given.get('requestid');
  if (requestId === undefined || !UUID.test(requestId)) return null;
  return { requestId: requestId.toLowerCase(), securityHash: given.get('securityhash') || null };
}
