#!/usr/bin/env bash
# Guess: a library that repeats a POST does so on a kept connection alone, which the server may have closed before the POST came; and
# httplib2.RETRIES = 1 stops it.
# Seen (1 December 2026, Debian 12): Python's httplib2 0.20.4, which google-api-python-client calls with, and Ruby's httpclient 2.8.3
# repeat it also on a connection that they opened for it. The server has read the POST to its end, and closes without an answer. RETRIES
# changes nothing, and httpclient has no setting for it. httplib2 0.22.0 does the same.
# For you: what a server took before it died is sent again, once. Put a key into the body by which it is known again, or call with
# requests or httpx (Python) or Net::HTTP (Ruby), which report the lost answer.
# Versions, of Debian 12: python3-httplib2=0.20.4-3+deb12u1, ruby-httpclient=2.8.3+git20211122.4658227-1, ruby3.1=3.1.7+really3.1.2-0+deb12u1,
# python3.11=3.11.2-6+deb12u6.
# Needs, of Debian: python3-httplib2, ruby-httpclient, nodejs.
set -euo pipefail
for program in node ruby /usr/bin/python3; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
/usr/bin/python3 -c 'import httplib2' 2>/dev/null || { echo 'python3-httplib2 is not installed'; exit 2; }
ruby -e 'require "httpclient"' 2>/dev/null || { echo 'ruby-httpclient is not installed'; exit 2; }
for wanted in 'python3-httplib2=0.20.4-3+deb12u1' 'ruby-httpclient=2.8.3+git20211122.4658227-1'; do
  [ "$(dpkg-query -W -f '${Package}=${Version}' "${wanted%%=*}" 2>/dev/null)" = "$wanted" ] || { echo "Debian's $wanted is not installed"; exit 2; }
done
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
cat > server.mjs <<'JS'
// Reads each request to its end, counts it by its path, and closes without a byte.
import net from 'node:net';
import { appendFileSync, writeFileSync } from 'node:fs';
const server = net.createServer((socket) => {
  let text = '';
  socket.on('error', () => {});
  socket.on('data', (data) => {
    text += data;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0 || text.length < end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)) return;
    appendFileSync('posts', `${text.split(' ')[1].slice(1)}\n`);
    socket.destroy();
  });
}).listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)));
JS
cat > post.py <<'PYTHON'
import http.client, sys
import httplib2
base = 'http://127.0.0.1:%s/' % sys.argv[1]
for retries in (2, 1):
    httplib2.RETRIES = retries
    try:
        httplib2.Http().request(base + 'httplib2-RETRIES-%d' % retries, 'POST', body='{}')
    except http.client.HTTPException:
        pass
PYTHON
cat > post.rb <<'RUBY'
require 'httpclient'
require 'net/http'
base = "http://127.0.0.1:#{ARGV[0]}/"
HTTPClient.new.post("#{base}httpclient", '{}') rescue nil
Net::HTTP.post(URI("#{base}Net::HTTP"), '{}') rescue nil
RUBY
node server.mjs & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
/usr/bin/python3 post.py "$(cat port)"
ruby post.rb "$(cat port)" 2>/dev/null
LC_ALL=C sort posts | uniq -c | while read -r count name; do printf '%s: sent %sx\n' "$name" "$count"; done | tee seen
cmp -s seen - <<'SEEN'
Net::HTTP: sent 1x
httpclient: sent 2x
httplib2-RETRIES-1: sent 2x
httplib2-RETRIES-2: sent 2x
SEEN
