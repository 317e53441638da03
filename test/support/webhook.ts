import { createHmac, randomUUID } from 'node:crypto';

export const WEBHOOK_SECRET = 'the secret of the subscription';

export interface Delivery {
  Id?: string;
  WebhookEvent?: string;
  Attempt?: number;
  Data?: { Id?: string; NewStatus?: string };
  CreationTimeUtc?: string;
}

/** Now, with seven decimals, as Vlens writes it. */
export const createdAt = () => new Date().toISOString().replace('Z', '0000Z');

/** A delivery as Vlens sends it. */
export function aDelivery(requestId: string, NewStatus: string, more: Partial<Delivery> = {}): Delivery {
  return {
    Id: randomUUID(),
    WebhookEvent: 'App.BusinessRequestStatusChange',
    Attempt: 1,
    Data: { Id: requestId, NewStatus },
    CreationTimeUtc: createdAt(),
    ...more,
  };
}

/** The framework's way of writing a signature: upper-case hex with hyphens. */
export function signatureOf(body: string, secret = WEBHOOK_SECRET): string {
  const hex = createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
  return `sha256=${hex.match(/../g)?.join('-')}`;
}

/** POSTs a delivery, signed unless told otherwise; answers the HTTP status. */
export async function deliver(
  url: string,
  delivery: Delivery | string,
  { signature }: { signature?: string | null } = {},
): Promise<number> {
  const body = typeof delivery === 'string' ? delivery : JSON.stringify(delivery);
  const sent = signature === undefined ? signatureOf(body) : signature;
  const response = await fetch(`${url}/webhooks/vlens`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(sent === null ? {} : { 'abp-webhook-signature': sent }),
    },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}
