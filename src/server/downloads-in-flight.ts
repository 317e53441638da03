import { PassingSet } from '../passing-set.js';
import { oldestOfGreediest } from './buffered-bytes.js';

/** Fewer than the connections for downloads from Vlens (`MAX_STREAMS` of its transports). */
export const MAX_DOWNLOADS = 192;
/** How many downloads of one contract an address block may have: two signers at one desk, each with one retry after a broken line. */
export const MAX_DOWNLOADS_OF_ONE_CONTRACT = 4;

/** A contract download in progress. */
interface Download {
  /** The client's address block. */
  readonly from: string;
  readonly requestId: string;
  /** False if another request is in flight on its connection, or Vlens has not answered yet. */
  readonly mayGo: boolean;
  /** Closes its connection. */
  letGo(): void;
}

/**
 * The contract downloads in progress. Each holds a connection to Vlens for as long as its client reads, and has used a place in the
 * tenant's quota. A client that repeatedly asks for the same contract and reads nothing is refused before Vlens is called. If there are too
 * many downloads, the oldest one of the address block with the most makes room for an address block with fewer.
 */
export class DownloadsInFlight {
  private readonly downloads = new PassingSet<Download>();

  constructor(private readonly max = MAX_DOWNLOADS) {}

  /** Starts a download. Returns a function that ends it, or null if there is no room. */
  begin(download: Download): (() => void) | null {
    const own = [...this.downloads].filter(({ from }) => from === download.from);
    const same = own.filter(({ requestId }) => requestId === download.requestId);
    if (same.length >= MAX_DOWNLOADS_OF_ONE_CONTRACT) return null;
    if (this.downloads.size >= this.max && !this.makeRoom(own.length)) return null;
    return this.downloads.add(download);
  }

  /** @param own how many downloads the new one's address block has */
  private makeRoom(own: number): boolean {
    const all = [...this.downloads].filter(({ mayGo }) => mayGo);
    const [greediest] = oldestOfGreediest(all, () => 1, all.length - 1);
    if (!greediest) return false;
    if (all.filter(({ from }) => from === greediest.from).length <= own + 1) return false;
    greediest.letGo();
    return true;
  }
}
