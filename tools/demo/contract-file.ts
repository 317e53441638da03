import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reach } from './reach.js';

/**
 * Downloads the contract, opens it with a PDF reader and keeps it on disk.
 * @throws an Error where the download fails or the file does not open.
 */
export async function keepContract(
  url: string,
  folder: string,
  name: string,
): Promise<{ file: string; pages: number }> {
  const response = await reach('What serves the contract', url);
  if (!response.ok) throw new Error(`The contract could not be downloaded: HTTP ${response.status}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.pdf`);
  await writeFile(file, bytes);
  return { file, pages: await countPages(bytes) };
}

async function countPages(bytes: Uint8Array): Promise<number> {
  const { getResolvedPDFJS } = await import('unpdf');
  const { getDocument } = await getResolvedPDFJS();
  const task = getDocument({ data: bytes.slice(), useSystemFonts: false, verbosity: 0 });
  const contract = await task.promise;
  try {
    await contract.getPage(1);
    return contract.numPages;
  } finally {
    await task.destroy();
  }
}
