import { PassingSet } from '../passing-set.js';
import { oldestOfGreediest } from './buffered-bytes.js';

/** Fewer than Vlens has connections for them (`MAX_STREAMS` of its transports). */
export const MAX_DOWNLOADS = 192;
/** Of one contract for one address block: enough for two signers at one desk, and one more attempt each after a broken connection. */
export const MAX_DOWNLOADS_OF_ONE_CONTRACT = 4;

/** A contract that somebody downloads. */
interface Download {
  /** The block of addresses of the client. */
  readonly from: string;
  readonly requestId: string;
  /** False where something else is in flight on its connection, or Vlens has not answered yet. */
  readonly mayGo: boolean;
  /** Ends its connection. */
  letGo(): void;
}

/**
 * The downloads of contracts. Each holds a connection to Vlens for as long as its client reads, and has cost a place in the tenant's quota:
 * one who asks for the same contract again and again and reads nothing is refused before Vlens is asked. Where there are too many, the
 * oldest of the address block that has the most makes room for one that has fewer.
 */
export class DownloadsInFlight {
  private readonly downloads = new PassingSet<Download>();

  constructor(private readonly max = MAX_DOWNLOADS) {}

  /** Answers how to end it; null where there is no room for it. */
  begin(download: Download): (() => void) | null {
    const own = [...this.downloads].filter(({ from }) => from === download.from);
    const same = own.filter(({ requestId }) => requestId === download.requestId);
    if (same.length >= MAX_DOWNLOADS_OF_ONE_CONTRACT) return null;
    if (this.downloads.size >= this.max && !this.makeRoom(own.length)) return null;
    return this.downloads.add(download);
  }

  /** @param own of the newcomer's address block */
  private makeRoom(own: number): boolean {
    const all = [...this.downloads].filter(({ mayGo }) => mayGo);
    const [greediest] = oldestOfGreediest(all, () => 1, all.length - 1);
    if (!greediest) return false;
    if (all.filter(({ from }) => from === greediest.from).length <= own + 1) return false;
    greediest.letGo();
    return true;
  }
}
