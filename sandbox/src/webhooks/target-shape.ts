import { z } from 'zod';
import type { WebhookTarget } from '../store/webhook-subscriptions.js';

/** Where webhooks may go: an http(s) address without a name and password in it, and a secret that can't be guessed. */
export const webhookTargetShape = z.object({
  url: z
    .url({ protocol: /^https?$/, error: 'An http(s) address is expected.' })
    .max(2000)
    .refine((url) => !hasCredentials(url), 'An address without a user name and password is expected.'),
  secret: z.string().min(16, 'At least 16 characters are expected.').max(500),
});

/** @throws TypeError that names the field and not its value. */
export function checkedTarget(target: WebhookTarget): WebhookTarget {
  const { data, error } = webhookTargetShape.safeParse(target);
  if (data) return data;
  const { path, message } = error.issues[0] ?? { path: [], message: 'Not valid.' };
  throw new TypeError(`${path.join('.')}: ${message}`);
}

function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}
