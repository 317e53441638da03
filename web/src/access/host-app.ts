/** What a host app sends to the page. */
interface TokenMessage {
  type: 'vlens-signing:token';
  accessToken: string;
}

/** The messages from the page to a host app. */
export type PageMessage =
  | { type: 'vlens-signing:ready' }
  | { type: 'vlens-signing:token-expired' }
  | { type: 'vlens-signing:signed'; requestId: string };

/** The origins that the gateway allows to hand over a token (SIGNING_PAGE_ORIGINS). */
function hostOrigins(): string[] {
  const content = document.querySelector<HTMLMetaElement>('meta[name="host-origins"]')?.content ?? '';
  return content.split(' ').filter((origin) => /^https?:\/\//.test(origin));
}

/**
 * Hears tokens from allowed origins, and from scripts that a native app runs in the page itself: such an app can do
 * anything here. Everything else is dropped silently.
 */
export function onTokens(take: (token: string) => void): () => void {
  const allowed = hostOrigins();
  const hear = ({ origin, source, data }: MessageEvent<unknown>) => {
    const isOwn = source === window && origin === window.location.origin;
    if ((isOwn || allowed.includes(origin)) && isTokenMessage(data)) take(data.accessToken);
  };
  window.addEventListener('message', hear);
  return () => window.removeEventListener('message', hear);
}

/** Posts a message to the host app, if there is one; never to an origin that is not allowed. */
export function notifyHost(message: PageMessage): void {
  const others = [window.parent, window.opener as Window | null].filter((each) => each && each !== window);
  for (const each of others) for (const origin of hostOrigins()) each?.postMessage(message, origin);
  window.postMessage(message, window.location.origin);
}

function isTokenMessage(data: unknown): data is TokenMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    data.type === 'vlens-signing:token' &&
    'accessToken' in data &&
    typeof data.accessToken === 'string' &&
    data.accessToken.length > 0
  );
}
