import { describe, expect, it } from '@jest/globals';
import { eventId } from '../../../sandbox/src/rules/event-id.js';
import { waitAfter } from '../../../sandbox/src/rules/webhook-retries.js';
import { signatureOf } from '../../../sandbox/src/webhooks/signature.js';

describe('a webhook’s signature', () => {
  it('is the HMAC of the body as .NET writes bytes', () => {
    expect(signatureOf('The quick brown fox jumps over the lazy dog', 'key')).toBe(
      'sha256=F7-BC-83-F4-30-53-84-24-B1-32-98-E6-AA-6F-B1-43-EF-4D-59-A1-49-46-17-59-97-47-9D-BC-2D-1A-3C-D8',
    );
  });
});

describe('an event’s id', () => {
  it('is the version 5 UUID of its name', () => {
    expect(eventId('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 1)).toBe('b04965e6-a9bb-591f-8f8a-1adcb2c8dc39');
  });

  it('is another one at another position, and of another request', () => {
    const request = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
    const other = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
    expect(new Set([eventId(request, 1), eventId(request, 2), eventId(other, 1)]).size).toBe(3);
  });
});

describe('the wait after a failed attempt', () => {
  it('doubles from a second on, and ends after five', () => {
    const waits = Array.from({ length: 5 }, (_, index) => waitAfter(index + 1));
    expect(waits).toEqual([1000, 2000, 4000, 8000, null]);
  });
});
