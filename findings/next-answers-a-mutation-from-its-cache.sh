#!/usr/bin/env bash
# Guess: in Next.js `next: { revalidate: 60 }` (or `cache: 'force-cache'`) on a fetch keeps what may be kept: no POST that is a mutation, nothing that the
# server answered with `Cache-Control: no-store`, and no errors.
# Seen (30 November 2026, next 16.4.6, react 19, Node 24.21): it keeps every answer of status 200 by URL, headers and body. A mutation with the same body is not sent again:
# each visitor of the page gets the first answer, as does a second press of a button. `no-store` changes nothing. A GraphQL error, which comes with 200,
# is shown to everybody for the minute. Without these options nothing is kept, and two equal fetches of one page are both sent.
# Another Authorization header is another entry.
# For you: put them on queries alone, never where the fetch of a GraphQL client is configured; an error is kept like an answer.
# Versions: next@16.4.6, react@19.2.0, react-dom@19.2.0. Takes a minute.
set -euo pipefail
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 22 ? 0 : 1)' || { echo 'next 16 is built with Node 22 or newer here'; exit 2; }
folder=$(mktemp -d); pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; sleep 0.5; rm -rf "$folder"' EXIT; cd "$folder"
export NEXT_TELEMETRY_DISABLED=1
echo '{ "name": "app", "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund next@16.4.6 react@19.2.0 react-dom@19.2.0
page() { # name, body, options of fetch
  mkdir -p "app/$1"
  cat > "app/$1/page.js" <<JSX
export const dynamic = 'force-dynamic';
export default async function Page() {
  const send = async () => {
    const response = await fetch('http://127.0.0.1:18311/$1', { method: 'POST', body: '$2'$3 });
    return response.text();
  };
  const [first, second] = await Promise.all([send(), send()]);
  return <p>{first + ' ' + second}</p>;
}
JSX
}
mkdir app
echo 'export default function Layout({ children }) { return <html><body>{children}</body></html>; }' > app/layout.js
page plain 'mutation' ''
page revalidate 'mutation' ', next: { revalidate: 60 }'
page force 'mutation' ", cache: 'force-cache'"
page error 'query' ', next: { revalidate: 60 }'
cat > server.mjs <<'JS'
import http from 'node:http';
const posts = {};
http.createServer((request, response) => {
  request.resume().on('end', () => {
    if (request.method === 'POST') posts[request.url] = (posts[request.url] ?? 0) + 1;
    response.setHeader('cache-control', 'no-store');
    response.end(request.url === '/posts' ? JSON.stringify(posts) : `${request.url === '/error' ? 'errors' : 'data'} ${posts[request.url]}`);
  });
}).listen(18311, '127.0.0.1');
JS
node server.mjs & pids+=($!)
npx next build >build.log 2>&1 || { tail -5 build.log; exit 1; }
node node_modules/next/dist/bin/next start -p 18312 -H 127.0.0.1 >start.log 2>&1 & pids+=($!)
for _ in $(seq 100); do curl -sf -o /dev/null http://127.0.0.1:18312/none || [ $? -eq 22 ] && break; sleep 0.3; done
visit() { curl -s "http://127.0.0.1:18312/$1" | grep -o '<p>[^<]*</p>' | sed 's/<[^>]*>//g'; }
result=''
for name in plain revalidate force error; do result+="$name: $(visit $name), then $(visit $name)"$'\n'; done
result+="sent: $(curl -s http://127.0.0.1:18311/posts)"
echo "$result"
[ "$result" = 'plain: data 1 data 2, then data 3 data 4
revalidate: data 1 data 1, then data 1 data 1
force: data 1 data 1, then data 1 data 1
error: errors 1 errors 1, then errors 1 errors 1
sent: {"/plain":4,"/revalidate":1,"/force":1,"/error":1}' ]
