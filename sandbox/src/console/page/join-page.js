import { byId } from './dom.js';

/**
 * The gateway's page to join, where a gateway has said that it is there.
 *
 * @param {import('./live.js').Live} live
 */
export function showJoinPage(live) {
  const link = byId('join-link', HTMLAnchorElement);
  live.watch(
    () => 'pages',
    (/** @type {{ join: string | null }} */ { join }) => {
      byId('join-page', HTMLElement).hidden = join === null;
      if (join !== null) link.href = join;
    },
  );
}
