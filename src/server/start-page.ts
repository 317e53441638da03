import type { FastifyInstance } from 'fastify';

/** A link for developers, with a description. */
export interface StartPageLink {
  name: string;
  href: string;
  what: string;
}

/** GET / in development: a page of links. */
export function startPage(server: FastifyInstance, links: readonly StartPageLink[]): void {
  const page = pageOf(links);
  server.get('/', async (_request, reply) =>
    reply
      .headers({
        'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
      })
      .type('text/html; charset=utf-8')
      .send(page),
  );
}

function pageOf(links: readonly StartPageLink[]): string {
  const items = links.map(
    ({ name, href, what }) =>
      `        <li><a href="${escaped(href)}">${escaped(name)}</a>: ${escaped(what)}</li>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Vlens GraphQL gateway</title>
  </head>
  <body>
    <main>
      <h1>Vlens GraphQL gateway</h1>
      <ul>
${items.join('\n')}
      </ul>
      <p>The documentation begins with <code>docs/README.md</code> in the checkout.</p>
    </main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
