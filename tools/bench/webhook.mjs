import { createHmac, randomUUID } from 'node:crypto';

/** Sends a gateway the webhook of Vlens for a request whose status has changed. */
export async function announce(graphqlUrl, requestId, secret, status = 'CustomerSigned') {
  const body = JSON.stringify({
    Id: randomUUID(),
    WebhookEvent: 'App.BusinessRequestStatusChange',
    Attempt: 1,
    Data: { Id: requestId, NewStatus: status },
    CreationTimeUtc: new Date().toISOString(),
  });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const response = await fetch(new URL('/webhooks/vlens', graphqlUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'abp-webhook-signature': `sha256=${signature}` },
    body,
  });
  if (!response.ok) throw new Error(`The webhook was answered ${response.status}.`);
}
