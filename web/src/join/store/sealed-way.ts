import { type Known, NOTHING_KNOWN } from '../state/way';

const DATABASE = 'vlens-join';
const STORE = 'ways';
const SESSION = 'vlens-join';
const VERSION = 1;
const PAUSE_MS = 200;
const MAX_WRITE_MS = 1000;
/** What nobody came back for is cleared away. */
const GOOD_FOR_MS = 24 * 60 * 60 * 1000;

interface Sealed {
  id: string;
  at: number;
  iv: Uint8Array<ArrayBuffer>;
  content: ArrayBuffer;
}

/**
 * The way so far, kept on this device over a reload. It lies in IndexedDB encrypted (AES-GCM); the key is in `sessionStorage` and goes with
 * the tab. A browser that forbids any of it keeps nothing, and the page goes on.
 */
export class SealedWay {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly database: IDBDatabase,
    private readonly id: string,
    private readonly key: CryptoKey,
  ) {}

  static async open(): Promise<SealedWay | null> {
    try {
      const { id, key } = sessionKey();
      const bytes = Uint8Array.from(atob(key), (char) => char.charCodeAt(0));
      const imported = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
      return new SealedWay(await openDatabase(), id, imported);
    } catch {
      return null;
    }
  }

  async load(): Promise<Known | null> {
    try {
      await this.#clearOld();
      const sealed = await answerOf<Sealed | undefined>(this.#store('readonly').get(this.id));
      if (!sealed) return null;
      const { iv, content } = sealed;
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.key, content);
      const { version, known } = JSON.parse(new TextDecoder().decode(plain));
      return version === VERSION ? { ...NOTHING_KNOWN, ...known } : null;
    } catch {
      return null;
    }
  }

  /** The last of several that come at once is written. */
  readonly keep = (known: Known): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#writeNext(known), PAUSE_MS);
  };

  /** Resolves once it is written, or can't be; a storage that does not answer keeps nobody waiting. */
  readonly keepNow = (known: Known): Promise<void> => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const late = new Promise<void>((end) => setTimeout(end, MAX_WRITE_MS));
    return Promise.race([this.#writeNext(known), late]);
  };

  #writeNext(known: Known): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write(known)).catch(() => {});
    return this.#writing;
  }

  async #write(known: Known): Promise<void> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify({ version: VERSION, known }));
    const content = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.key, plain);
    const store = this.#store('readwrite');
    store.put({ id: this.id, at: Date.now(), iv, content } satisfies Sealed);
    await committed(store.transaction);
  }

  async #clearOld(): Promise<void> {
    const store = this.#store('readwrite');
    for (const { id, at } of await answerOf<Sealed[]>(store.getAll()))
      if (at < Date.now() - GOOD_FOR_MS) store.delete(id);
  }

  #store(mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(STORE, mode).objectStore(STORE);
  }
}

/** Of this tab's session; another tab has another. */
function sessionKey(): { id: string; key: string } {
  const stored = sessionStorage.getItem(SESSION);
  if (stored !== null) return JSON.parse(stored);
  const random = (bytes: number) =>
    btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
  const made = { id: random(12), key: random(32) };
  sessionStorage.setItem(SESSION, JSON.stringify(made));
  return made;
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  return answerOf(opening);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Until then a reload takes it back. */
function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
