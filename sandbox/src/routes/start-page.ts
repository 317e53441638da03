import type { FastifyInstance } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Vlens sandbox</title>
  </head>
  <body>
    <main>
      <h1>Vlens sandbox</h1>
      <p>It takes the place of Vlens: a gateway calls it, and keeps no customer’s data here but invented ones.</p>
      <ul>
        <li><a href="/sandbox/">Console</a>: requests, SMS inbox, clock and faults</li>
        <li><a href="/sandbox/inbox">Inbox</a> as JSON, and the rest of the control API beside it</li>
        <li><code>/api</code>: the REST API that Vlens documents; it takes POST with an ApiKey</li>
      </ul>
    </main>
  </body>
</html>
`;

/** GET /: where things are, for a browser that opens the sandbox's address. */
export function startPageRoute(app: FastifyInstance): void {
  app.get('/', async (_request, reply) =>
    reply
      .headers({ 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" })
      .type('text/html; charset=utf-8')
      .send(PAGE),
  );
}
