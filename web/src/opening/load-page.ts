import { loadChunk } from '../load-chunk';

let isAsked = false;

/**
 * Fetches the page's script, and beside it what this would ask for next: once the contract is drawn, of which it would take the share of a
 * slow network, or as soon as there is something else to show. While it is changed (`vite dev`) the page fetches it by itself.
 */
export function loadPage(): void {
  const { dataset } = document.querySelector<HTMLElement>('[data-page]') ?? {};
  const page = dataset?.page;
  if (isAsked || !page) return;
  isAsked = true;
  for (const href of dataset[document.documentElement.lang]?.split(' ') ?? [])
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  void loadChunk(() => import(/* @vite-ignore */ page));
}
