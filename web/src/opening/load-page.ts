import { loadChunk } from '../load-chunk';

let isAsked = false;

/**
 * Fetches the page's script, and beside it what this would ask for next: once the contract is drawn, of which it would take the share of a
 * slow network, or as soon as there is something else to show. Many browsers remember of a module that it did not come and never ask for
 * it again, and what is drawn already would stay dead: so nothing is imported before all of it lies in the browser's cache. While it is
 * changed (`vite dev`) the page fetches it by itself.
 */
export function loadPage(): void {
  const { dataset } = document.querySelector<HTMLElement>('[data-page]') ?? {};
  const page = dataset?.page;
  if (isAsked || !page) return;
  isAsked = true;
  const files = [page, ...(dataset[document.documentElement.lang]?.split(' ') ?? [])];
  void Promise.all(files.map((file) => loadChunk(() => fetched(file)))).then(() =>
    loadChunk(() => import(/* @vite-ignore */ page)),
  );
}

async function fetched(file: string): Promise<void> {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`There is no ${file}.`);
  await response.arrayBuffer();
}
