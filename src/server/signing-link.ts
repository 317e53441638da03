import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { say } from '../vlens/messages/words.js';
import { searchOf } from './address-parameters.js';
import { sendError } from './http-errors.js';
import { hostOf } from './request-host.js';

export interface SigningLinkSettings {
  /** `STATE_SECRET`, the same in every replica. `null`: a random secret that works for this process alone. */
  secret: string | null;
  /** The URL by which clients reach this gateway. `null`: taken from each request. */
  publicUrl: string | null;
  now: () => number;
}

/** A link is valid for this long. Vlens refuses it afterwards, whatever a cookie says. */
export const LINK_COOKIE_SECONDS = 30 * 60;
const COOKIE = 'vlens-signing-link';
const PATH = '/sign/session';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_HASH_CHARACTERS = 1024;

/**
 * Keeps the link that opened the signing page across a reload. The link's hash is encrypted in a cookie. No script can read the cookie, and
 * no request from another site carries it. The cookie's path is specific to one link, since two signers of a request may share a browser.
 * The page knows request and mark, and gets the hash back by `POST /sign/session/<request>/<mark>`. Nothing else reads the cookie: GraphQL
 * accepts only a bearer token, so no other site can act in the customer's name.
 */
export class SigningLinks {
  private readonly key: Buffer;

  constructor(private readonly settings: SigningLinkSettings) {
    const secret = settings.secret ?? randomBytes(32);
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'signing link', 32));
  }

  /** The cookie for the link in the page's address; null if the address contains no link. */
  cookieFor(request: FastifyRequest): string | null {
    // The page reads the address in the same way (`web/src/access/opening.ts`): a plus in a base64 hash stays a plus.
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

  /**
   * `SameSite` lets through requests from other hosts of the same site, so this also checks where the request comes from. Browsers without
   * `Sec-Fetch-Site` send their origin.
   */
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

  /**
   * The hash in a cookie; null if the cookie has expired, belongs to another request, was encrypted with another secret, or was changed.
   */
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

/** The value of a parameter, whose name may be in any case; empty if there is none or more than one. */
function onlyOf(given: URLSearchParams, name: string): string {
  const values = [...given].flatMap(([each, value]) => (each.toLowerCase() === name ? [value] : []));
  return values.length === 1 ? String(values[0]) : '';
}

/**
 * A mark that distinguishes the links of one request and is too short to reveal the hash (FNV-1a, 32 bits). The page computes the same mark
 * (`web/src/access/opening.ts`).
 */
function markOf(hash: string): string {
  let mark = 0x811c9dc5;
  for (let at = 0; at < hash.length; at += 1) mark = Math.imul(mark ^ hash.charCodeAt(at), 0x01000193);
  return (mark >>> 0).toString(16).padStart(8, '0');
}

const NOT_KEPT = {
  code: 'NOT_FOUND',
  ...say('linkNotKept'),
};
