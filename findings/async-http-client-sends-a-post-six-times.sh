#!/usr/bin/env bash
# Guess: async-http-client, with which Play's WS calls, and Commons HttpClient 3 repeat no POST that a server has read: neither can know
# whether it was done.
# Seen (1 December 2026, Debian 12): where the connection ends without an answer, also one that was opened for it, async-http-client 2.12.3
# sends the POST six times and Commons HttpClient 3.1 four times. The second one's `requestSentRetryEnabled` is false by default, and does not
# count here. A connection that is reset is not repeated.
# For you: setMaxRequestRetry(0); DefaultHttpMethodRetryHandler(0, false). Put a key into the body by which it is known again.
# Versions, of Debian 12: libasync-http-client-java=2.12.3-1+deb12u1, libcommons-httpclient-java=3.1-16 and what they need, which the script
# fetches by these versions; openjdk-17-jdk-headless=17.0.15+6-1~deb12u1.
# Needs, of Debian: openjdk-17-jdk-headless, nodejs; it takes the libraries out of their packages, since the first can't be installed on
# Debian 12 (its libnetty-reactive-streams-java is older than what it declares).
set -euo pipefail
for program in javac node apt-get dpkg-deb; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; chmod 755 "$folder"; cd "$folder"
packages=(libasync-http-client-java=2.12.3-1+deb12u1 libnetty-java=1:4.1.48-7+deb12u2 libnetty-reactive-streams-java=2.0.8-1
  libreactive-streams-java=1.0.3-1 libslf4j-java=1.7.32-1 libactivation-java=1.2.0-2
  libcommons-httpclient-java=3.1-16 libcommons-logging-java=1.2-3 libcommons-codec-java=1.15-1)
apt-get download -qq "${packages[@]}" 2>/dev/null || { echo "a package is not to be had: ${packages[*]}"; exit 2; }
for package in *.deb; do dpkg-deb -x "$package" .; done
cat > server.mjs <<'JS'
// Reads each POST to its end, counts it by its path, and closes without a byte; answers anything else.
import net from 'node:net';
import { appendFileSync, writeFileSync } from 'node:fs';
const server = net.createServer((socket) => {
  let text = '';
  socket.on('error', () => {});
  socket.on('data', (data) => {
    text += data;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0 || text.length < end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)) return;
    const [method, path] = text.split(' ');
    text = '';
    if (method !== 'POST') return socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    appendFileSync('posts', `${path.slice(1)}\n`);
    socket.destroy();
  });
}).listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)));
JS
cat > Post.java <<'JAVA'
import org.apache.commons.httpclient.DefaultHttpMethodRetryHandler;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.methods.PostMethod;
import org.apache.commons.httpclient.methods.StringRequestEntity;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;

public class Post {
  static String base;

  public static void main(String[] args) throws Exception {
    base = "http://127.0.0.1:" + args[0] + "/";
    async(new DefaultAsyncHttpClientConfig.Builder().build(), "async-http-client");
    async(new DefaultAsyncHttpClientConfig.Builder().setMaxRequestRetry(0).build(), "async-http-client,setMaxRequestRetry(0)");
    commons(new HttpClient(), "commons-httpclient");
    HttpClient once = new HttpClient();
    once.getParams().setParameter("http.method.retry-handler", new DefaultHttpMethodRetryHandler(0, false));
    commons(once, "commons-httpclient,DefaultHttpMethodRetryHandler(0,false)");
    System.exit(0);
  }

  static void async(DefaultAsyncHttpClientConfig config, String name) throws Exception {
    try {
      new DefaultAsyncHttpClient(config).preparePost(base + name).setBody("{}").execute().get();
    } catch (java.util.concurrent.ExecutionException lost) {
    }
  }

  static void commons(HttpClient client, String name) throws Exception {
    PostMethod post = new PostMethod(base + name);
    post.setRequestEntity(new StringRequestEntity("{}", "application/json", "UTF-8"));
    try {
      client.executeMethod(post);
    } catch (java.io.IOException lost) {
    }
  }
}
JAVA
node server.mjs & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
path=$(find usr/share/java -name '*.jar' -printf '%p:').
javac -nowarn -cp "$path" Post.java >javac.log 2>&1 || { cat javac.log; exit 1; }
java -cp "$path" Post "$(cat port)" 2>java.log || { tail -5 java.log; exit 1; }
uniq -c posts | while read -r count name; do printf '%s: sent %sx\n' "$name" "$count"; done | tee seen
cmp -s seen - <<'SEEN'
async-http-client: sent 6x
async-http-client,setMaxRequestRetry(0): sent 1x
commons-httpclient: sent 4x
commons-httpclient,DefaultHttpMethodRetryHandler(0,false): sent 1x
SEEN
