import type { Readable } from 'node:stream';

export interface HttpRequest {
  method: 'GET' | 'POST';
  /** Origin, path and query, in the form of the URL standard; no fragment. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** The host name must resolve to public addresses only. */
  mustBePublic?: boolean;
  /**
   * The request must not be sent again if its connection turns out to be closed. So it gets a new connection, or one that was used a moment
   * ago.
   */
  isSentOnce?: boolean;
  /**
   * For `isSentOnce`: called right before the first byte is sent, after the connection and its TLS handshake. Until then nobody has seen
   * any of the request.
   */
  onSending?: () => void;
  /** The body is passed on as fast as somebody reads it, who may be slow. So it uses none of the connections for ordinary calls. */
  isStreamed?: boolean;
  /** The request contains nothing that could be refused but the ApiKey, so a 401 is about the ApiKey. */
  isApiKeyAlone?: boolean;
  /** Its abort closes the connection, even while the body is being read. The reason is `TIME_IS_UP` if no answer came in time. */
  signal: AbortSignal;
}

export interface HttpResponse {
  status: number;
  /** The header of this name, in any case; null if it was not sent. */
  header(name: string): string | null;
  /**
   * The body as a stream, without its content coding; the same stream each time. It fails if the connection ends before the body does. Read
   * this property at once, or not at all.
   */
  readonly body: Readable;
  /** The whole body without its content coding, or the rest that `body` still holds. Fails with `tooMany` beyond `most` bytes. */
  bytes(most: number, tooMany: () => Error): Promise<Buffer>;
  /** Calls back once no more of the body will arrive. */
  whenOver(callback: () => void): void;
}

/** An HTTP client without redirects, retries and parsing of bodies. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes every connection, including those in use. */
  close(): void;
}
