import type { Opening } from '../access/opening';
import type { Session } from '../access/session';
import type { ContractToSignQuery } from '../gql/graphql';

/** What came of reading the contract: it, or what was thrown. */
export type Read = { data: ContractToSignQuery } | { error: unknown };

/** What the first screen has begun, and the page goes on with: nothing is asked for twice. */
export interface Opened {
  /** Null where nothing opened the page. */
  opening: Opening | null;
  session: Session;
  /** Exchanges the link once more. */
  openLink: () => void;
  /** The contract, where it was asked for; it is drawn by then, where it is there to be read. */
  reading: Promise<Read> | null;
  isDrawn: () => boolean;
  /** The page has taken over: what was pressed before is pressed now. */
  end: () => void;
}

const PAGE_IS_HERE = 'vlens-signing:page-is-here';

/** Gives it to the page's script when that is there, once: no global holds it meanwhile. */
export function handOver(opened: () => Opened): void {
  const give = (event: Event) => (event as CustomEvent<(opened: Opened) => void>).detail(opened());
  window.addEventListener(PAGE_IS_HERE, give, { once: true });
}

export function takeOver(): Opened {
  const given: Opened[] = [];
  const detail = (opened: Opened) => given.push(opened);
  window.dispatchEvent(new CustomEvent(PAGE_IS_HERE, { detail }));
  const [opened] = given;
  if (!opened) throw new Error('Nothing has opened the page.');
  return opened;
}
