import type { Readable } from 'node:stream';

export interface HttpRequest {
  method: 'GET' | 'POST';
  /** Origin, path and query, as the URL standard writes them; no fragment. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** Its name must stand for public addresses only. */
  mustBePublic?: boolean;
  /** Not to be sent again where its connection is found closed: it goes out on a new connection, or one used just before. */
  isSentOnce?: boolean;
  /**
   * Called back right before the first byte of what is sent once goes out: its connection is there, its TLS handshake over. Until then
   * nobody has seen anything of it.
   */
  onSending?: () => void;
  /** Its body is handed on as fast as somebody reads it, who may be slow: its connection is none of those for ordinary calls. */
  isStreamed?: boolean;
  /** The ApiKey is its only credential: a 401 is about the ApiKey. */
  isApiKeyAlone?: boolean;
  /** Its abort closes the connection, also while the body is being read; its reason is `TIME_IS_UP` where no answer came in time. */
  signal: AbortSignal;
}

export interface HttpResponse {
  status: number;
  /** By its name in any case; null where it was not sent. */
  header(name: string): string | null;
  /**
   * The body on its way, without its content coding, the same stream each time. Fails where the connection ends before the body does.
   * Asked for at once, or not at all.
   */
  readonly body: Readable;
  /** The whole of the body, or what `body` still holds of it, without its content coding; beyond so many bytes it fails with `tooMany`. */
  bytes(most: number, tooMany: () => Error): Promise<Buffer>;
  /** Calls back once nothing more of the body is on its way. */
  whenOver(callback: () => void): void;
}

/** HTTP as the client needs it: no redirects, no retries, no reading of bodies. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes every connection, also those in use. */
  close(): void;
}
