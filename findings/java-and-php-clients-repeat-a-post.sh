#!/usr/bin/env bash
# Guess: of what back ends call an API with, none repeats a POST whose kept connection ended without an answer, save perhaps old Java.
# Seen (28 November 2026, Debian 12): Java's HttpURLConnection (OpenJDK 17.0.21), OkHttp 3.13.1 and PHP's curl 8.2 send it a second
# time and report the second answer. HttpURLConnection with a fixed length, Java's newer HttpClient, Apache's HttpClient 4.5.14 and
# 5.2.1, Python's http.client and Ruby's Net::HTTP fail after one. The server had read the first one to its end.
# For you: which library a team picks decides whether a POST is sent once; OkHttp is also what Android apps call with. Put a key into
# the body by which the server knows it again, or use a streamed body of fixed length in Java.
# Versions, of Debian 12: openjdk-17-jdk-headless=17.0.21.1+2-1~deb12u1, libokhttp-java=3.13.1-3, libhttpclient-java=4.5.14-1, libhttpclient5-java=5.2.1-1,
# php8.2-curl=8.2.36-1~deb12u1, ruby3.1=3.1.7+really3.1.2-0+deb12u1, python3.11=3.11.2-6+deb12u6.
# Needs, of Debian: openjdk-17-jdk-headless, libokhttp-java, libhttpclient-java, libhttpclient5-java, php-cli, php-curl, ruby, python3, nodejs.
set -euo pipefail
jars=/usr/share/java
for program in javac php ruby node /usr/bin/python3; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
for jar in okhttp okio httpclient httpcore commons-logging commons-codec httpclient5 httpcore5 httpcore5-h2 slf4j-api; do
  [ -e "$jars/$jar.jar" ] || { echo "$jars/$jar.jar is not installed"; exit 2; }
done
php -r 'exit(function_exists("curl_init") ? 0 : 2);' || { echo 'php-curl is not installed'; exit 2; }
folder=$(mktemp -d); server=
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
cat > server.mjs <<'JS'
// Answers the first request of each connection; reads any other to its end, counts it, and closes without a byte.
import net from 'node:net';
import { appendFileSync, writeFileSync } from 'node:fs';
const server = net.createServer((socket) => {
  let text = '';
  let count = 0;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    text += data;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const total = end + 4 + Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
    if (text.length < total) return;
    const [method, path] = text.split(' ');
    text = text.slice(total);
    count += 1;
    if (method === 'POST') appendFileSync('posts', `${path.slice(1)}\n`);
    if (count > 1) socket.destroy();
    else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok');
  });
}).listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)));
JS
cat > Post.java <<'JAVA'
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Post {
  interface Call { void send(String method, URI uri) throws Exception; }

  static String base;

  /** A GET, so that a connection is kept, and then a POST on it. */
  static void play(String name, Call call) {
    String told = "answered";
    try {
      call.send("GET", URI.create(base + "warm"));
      call.send("POST", URI.create(base + name));
    } catch (Exception failure) {
      told = "failed";
    }
    System.out.println(name + " " + told);
  }

  static void connection(String method, URI uri, boolean fixed) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    if (method.equals("POST")) {
      connection.setDoOutput(true);
      if (fixed) connection.setFixedLengthStreamingMode(2);
      connection.getOutputStream().write("{}".getBytes());
    }
    try (InputStream body = connection.getInputStream()) { body.readAllBytes(); }
  }

  public static void main(String[] args) throws Exception {
    base = "http://127.0.0.1:" + args[0] + "/";
    play("HttpURLConnection", (method, uri) -> connection(method, uri, false));
    play("HttpURLConnection-fixed-length", (method, uri) -> connection(method, uri, true));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    play("java.net.http", (method, uri) -> client.send(HttpRequest.newBuilder(uri).method(method, method.equals("POST")
        ? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString()));
    var okhttp = new okhttp3.OkHttpClient();
    play("OkHttp", (method, uri) -> {
      var body = method.equals("POST") ? okhttp3.RequestBody.create(okhttp3.MediaType.get("application/json"), "{}") : null;
      try (var response = okhttp.newCall(new okhttp3.Request.Builder().url(uri.toString()).method(method, body).build()).execute()) {
        response.body().string();
      }
    });
    var apache4 = org.apache.http.impl.client.HttpClients.createDefault();
    play("Apache-4", (method, uri) -> {
      var request = org.apache.http.client.methods.RequestBuilder.create(method).setUri(uri);
      if (method.equals("POST")) request.setEntity(new org.apache.http.entity.StringEntity("{}"));
      try (var response = apache4.execute(request.build())) { org.apache.http.util.EntityUtils.consume(response.getEntity()); }
    });
    var apache5 = org.apache.hc.client5.http.impl.classic.HttpClients.createDefault();
    play("Apache-5", (method, uri) -> {
      var request = new org.apache.hc.client5.http.classic.methods.HttpUriRequestBase(method, uri);
      if (method.equals("POST")) request.setEntity(new org.apache.hc.core5.http.io.entity.StringEntity("{}"));
      apache5.execute(request, (response) -> org.apache.hc.core5.http.io.entity.EntityUtils.toString(response.getEntity()));
    });
    System.exit(0);
  }
}
JAVA
cat > post.php <<'PHP'
<?php
$client = curl_init();
$base = "http://127.0.0.1:$argv[1]/";
curl_setopt_array($client, [CURLOPT_RETURNTRANSFER => true, CURLOPT_URL => $base . 'warm']);
curl_exec($client);
curl_setopt_array($client, [CURLOPT_URL => $base . 'PHP-curl', CURLOPT_POSTFIELDS => '{}']);
echo 'PHP-curl ', curl_exec($client) === false ? 'failed' : 'answered', "\n";
PHP
cat > post.rb <<'RUBY'
require 'net/http'
Net::HTTP.start('127.0.0.1', ARGV[0].to_i) do |http|
  http.get('/warm')
  puts "Ruby #{(http.post('/Ruby', '{}') && 'answered') rescue 'failed'}"
end
RUBY
cat > post.py <<'PYTHON'
import http.client, sys
connection = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))
connection.request('GET', '/warm')
connection.getresponse().read()
try:
    connection.request('POST', '/Python', '{}')
    connection.getresponse()
    print('Python answered')
except Exception:
    print('Python failed')
PYTHON
node server.mjs & server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
path=$(printf "$jars/%s.jar:" okhttp okio httpclient httpcore commons-logging commons-codec httpclient5 httpcore5 httpcore5-h2 slf4j-api).
javac -nowarn -cp "$path" Post.java >javac.log 2>&1 || { cat javac.log; exit 1; }
{
  java -cp "$path" Post "$(cat port)" 2>java.log
  php post.php "$(cat port)"
  ruby post.rb "$(cat port)"
  /usr/bin/python3 post.py "$(cat port)"
} > told
while read -r name said; do printf '%s: sent %sx, %s\n' "$name" "$(grep -cx "$name" posts)" "$said"; done < told | tee seen
cmp -s seen - <<'SEEN'
HttpURLConnection: sent 2x, answered
HttpURLConnection-fixed-length: sent 1x, failed
java.net.http: sent 1x, failed
OkHttp: sent 2x, answered
Apache-4: sent 1x, failed
Apache-5: sent 1x, failed
PHP-curl: sent 2x, answered
Ruby: sent 1x, failed
Python: sent 1x, failed
SEEN
