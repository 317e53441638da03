import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'abp-webhook-signature';

/** As ASP.NET Boilerplate signs: the bytes of the HMAC as .NET's BitConverter writes them, `AB-01-…`. */
export function signatureOf(body: string, secret: string): string {
  const hex = createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
  return `sha256=${hex.match(/../g)?.join('-')}`;
}
