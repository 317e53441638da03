import type { SigningProgress } from '@vlens-gateway/client';

/** What a tab keeps over a reload: which request it is about and how far the customer came. No token, hash, code or place. */
export interface TabMemory {
  requestId: string;
  /** Of the link whose hash opened the page, which the gateway has in a cookie of that link; null where none did. */
  mark: string | null;
  /** Whose token opened it last, as the token says; null where it says nothing. */
  owner: string | null;
  /** Where signing stands, or stood when it ended; null before its first step. */
  progress: SigningProgress | null;
  /** Whether signing goes on there by itself after a reload. */
  isSigning: boolean;
  /** When codes were sent for this request, the newest last. */
  codesSentAt: number[];
}

const NOTHING_DONE = { progress: null, isSigning: false, codesSentAt: [] };
const KEPT_AS = 'vlens-signing';
const MAX_CODES = 10;

/** The memory of this tab, of one request at a time. A WebView may forbid storage: then it lasts until the next reload. */
let memory: TabMemory | null = read();

export function recallTab(): TabMemory | null {
  return memory;
}

/** Begins with a request, or goes on with it where the tab was about it before. */
export function openTab(requestId: string, mark: string | null): void {
  const same = memory?.requestId === requestId ? memory : null;
  write({ ...NOTHING_DONE, owner: null, ...same, requestId, mark: mark ?? same?.mark ?? null });
}

/** Another signer of the request goes on with nothing of the one before: neither with their code nor with their payment. */
export function ownTab(token: string): void {
  const owner = ownerOf(token);
  if (!memory || owner === null || owner === memory.owner) return;
  write({ ...memory, ...(memory.owner === null ? {} : NOTHING_DONE), owner });
}

export function keepInTab(change: Partial<Pick<TabMemory, 'progress' | 'isSigning' | 'codesSentAt'>>): void {
  if (memory) write({ ...memory, ...change });
}

export function codeWasSent(at: number): void {
  keepInTab({ codesSentAt: [...(memory?.codesSentAt ?? []), at].slice(-MAX_CODES) });
}

function write(next: TabMemory): void {
  memory = next;
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(next));
  } catch {
    // A reload begins again.
  }
}

function read(): TabMemory | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? 'null');
    return isMemory(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** The subject of a readable JWT: it distinguishes customers, and proves nothing. */
function ownerOf(token: string): string | null {
  try {
    const [, payload = ''] = token.split('.');
    const { iss, sub } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return sub === undefined ? null : JSON.stringify([iss, sub]);
  } catch {
    return null;
  }
}

/** An older page may have written something else. */
function isMemory(kept: unknown): kept is TabMemory {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'requestId' in kept &&
    typeof kept.requestId === 'string' &&
    'mark' in kept &&
    'owner' in kept &&
    'progress' in kept &&
    'codesSentAt' in kept &&
    Array.isArray(kept.codesSentAt)
  );
}
