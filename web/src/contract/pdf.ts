import { pause } from '../pause';

export type Pdf =
  | { file: Blob }
  | { refused: 'LINK_EXPIRED' | 'UNAUTHENTICATED' | 'OTHER' }
  /** It may be asked for again after so many seconds. */
  | { refused: 'FOR_NOW'; retryAfterSeconds: number };

export interface PdfOfContract {
  requestId: string;
  securityHash: string;
}

/**
 * The contract's bytes, from where `contractPdf` of the schema leads to. The hash is the right to them: a token that is over
 * must not stand in its way.
 */
export async function fetchPdf(token: string | null, contract: PdfOfContract): Promise<Pdf> {
  const pdf = await download(token, contract);
  const isRefused = 'refused' in pdf && pdf.refused === 'UNAUTHENTICATED';
  return isRefused && token !== null ? download(null, contract) : pdf;
}

/** Whether no other try helps, and another link does. */
export function isLinkOver(pdf: Pdf): boolean {
  return 'refused' in pdf && (pdf.refused === 'LINK_EXPIRED' || pdf.refused === 'UNAUTHENTICATED');
}

async function download(token: string | null, { requestId, securityHash }: PdfOfContract): Promise<Pdf> {
  const response = await fetch(`/contracts/${requestId}.pdf?${new URLSearchParams({ securityHash })}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  if (response.ok) return { file: await response.blob() };
  // Vlens's own words of too many tries name no time.
  const wait = response.headers.get('retry-after');
  if (wait !== null || response.status === 429)
    return { refused: 'FOR_NOW', retryAfterSeconds: pause(Number(wait)) };
  return { refused: REFUSALS[response.status] ?? 'OTHER' };
}

const REFUSALS: Record<number, 'LINK_EXPIRED' | 'UNAUTHENTICATED'> = {
  401: 'UNAUTHENTICATED',
  410: 'LINK_EXPIRED',
};
