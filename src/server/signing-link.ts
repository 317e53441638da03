import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { say } from '../vlens/messages/words.js';
import { searchOf } from './address-parameters.js';
import { sendError } from './http-errors.js';
import { hostOf } from './request-host.js';

export interface SigningLinkSettings {
  /** The same in every replica (STATE_SECRET); null: a random one, good for this process. */
  secret: string | null;
  /** How clients reach this gateway; null: as each request says. */
  publicUrl: string | null;
  now: () => number;
}

/** As long as a link is good: what it opens is refused by Vlens afterwards, whatever a cookie says. */
export const LINK_COOKIE_SECONDS = 30 * 60;
const COOKIE = 'vlens-signing-link';
const PATH = '/sign/session';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_HASH_CHARACTERS = 1024;

/**
 * What opened the signing page, over a reload: the link's hash lies encrypted in a cookie that no script reads and no other site's request
 * carries, at a path of its one link: two signers of a request may share a browser. `POST /sign/session/<request>/<mark>` gives it back to
 * the page, which knows both. Nothing else looks at the cookie: GraphQL takes a bearer token alone, so that no other site can act in the customer's name.
 */
export class SigningLinks {
  private readonly key: Buffer;

  constructor(private readonly settings: SigningLinkSettings) {
    const secret = settings.secret ?? randomBytes(32);
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'signing link', 32));
  }

  /** The cookie for the link that the page is asked for with; null where it is asked for without one. */
  cookieFor(request: FastifyRequest): string | null {
    // As the page reads it (`web/src/access/opening.ts`): a plus of a hash in base64 stays one.
    const search = searchOf(request.url).replaceAll('+', '%2B');
    const given = new URLSearchParams(search);
    const requestId = onlyOf(given, 'requestid').toLowerCase();
    const hash = onlyOf(given, 'securityhash');
    if (!UUID.test(requestId) || hash === '' || hash.length > MAX_HASH_CHARACTERS) return null;
    const secure = this.origin(request).startsWith('https:') ? '; Secure' : '';
    return (
      `${COOKIE}=${this.encrypt(requestId, hash)}; Path=${PATH}/${requestId}/${markOf(hash)}; Max-Age=${LINK_COOKIE_SECONDS}` +
      `; HttpOnly; SameSite=Strict${secure}`
    );
  }

  serve(server: FastifyInstance): void {
    server.post<{ Params: Asked }>(`${PATH}/:requestId/:mark`, async (request, reply) => {
      const { requestId, mark } = request.params;
      const sent = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
      const hash = sent && this.isOwnPage(request) ? this.decrypt(requestId.toLowerCase(), sent) : null;
      if (hash === null || markOf(hash) !== mark) return void sendError(request, reply, 404, NOT_KEPT);
      return reply.header('cache-control', 'no-store').send({ securityHash: hash });
    });
  }

  /** SameSite lets pages of other hosts of the same site through. A browser that does not send Sec-Fetch-Site sends its origin. */
  private isOwnPage(request: FastifyRequest): boolean {
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (site !== undefined) return site === 'same-origin';
    return origin !== undefined && origin === this.origin(request);
  }

  private origin(request: FastifyRequest): string {
    return new URL(this.settings.publicUrl ?? `${request.protocol}://${hostOf(request)}`).origin;
  }

  private encrypt(requestId: string, hash: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(requestId));
    const until = this.settings.now() + LINK_COOKIE_SECONDS * 1000;
    const encrypted = [cipher.update(JSON.stringify({ hash, until })), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted]).toString('base64url');
  }

  /** Null where it is over, of another request, of another secret, or changed. */
  private decrypt(requestId: string, cookie: string): string | null {
    const bytes = Buffer.from(cookie, 'base64url');
    try {
      const cipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12), { authTagLength: 16 });
      cipher.setAAD(Buffer.from(requestId)).setAuthTag(bytes.subarray(12, 28));
      const { hash, until } = JSON.parse(
        Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString(),
      );
      return this.settings.now() < until ? hash : null;
    } catch {
      return null;
    }
  }
}

interface Asked {
  requestId: string;
  mark: string;
}

/** The value under this name in any case; empty where there is none, or several. */
function onlyOf(given: URLSearchParams, name: string): string {
  const values = [...given].flatMap(([each, value]) => (each.toLowerCase() === name ? [value] : []));
  return values.length === 1 ? String(values[0]) : '';
}

/** Distinguishes the links of one request, and is too short to reveal the hash (FNV-1a, 32 bits); the page makes the same (`web/src/access/opening.ts`). */
function markOf(hash: string): string {
  let mark = 0x811c9dc5;
  for (let at = 0; at < hash.length; at += 1) mark = Math.imul(mark ^ hash.charCodeAt(at), 0x01000193);
  return (mark >>> 0).toString(16).padStart(8, '0');
}

const NOT_KEPT = {
  code: 'NOT_FOUND',
  ...say('linkNotKept'),
};
