import { newIdempotencyKey } from '@vlens-gateway/client';

const STORED_AS = 'vlens-join-device';
let ofThisVisit: string | null = null;

/**
 * Vlens recognises this device by it: from a device that it does not know a log-in needs a code. A random number that says nothing of
 * anybody; where nothing can be stored it holds for this visit.
 */
export function deviceId(): string {
  try {
    const stored = localStorage.getItem(STORED_AS) ?? newIdempotencyKey();
    localStorage.setItem(STORED_AS, stored);
    return stored;
  } catch {
    ofThisVisit ??= newIdempotencyKey();
    return ofThisVisit;
  }
}
