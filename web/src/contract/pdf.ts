export type Pdf = { file: Blob } | { refused: 'LINK_EXPIRED' | 'UNAUTHENTICATED' | 'OTHER' };

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

async function download(token: string | null, { requestId, securityHash }: PdfOfContract): Promise<Pdf> {
  const response = await fetch(`/contracts/${requestId}.pdf?${new URLSearchParams({ securityHash })}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  if (response.ok) return { file: await response.blob() };
  return { refused: REFUSALS[response.status] ?? 'OTHER' };
}

const REFUSALS: Record<number, Extract<Pdf, { refused: unknown }>['refused']> = {
  401: 'UNAUTHENTICATED',
  410: 'LINK_EXPIRED',
};
