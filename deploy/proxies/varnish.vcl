# Varnish 7.1 before two gateways. The default of http_req_hdr_len is 8k: a token of 9 kB would be refused.
# varnishd -a :8080 -f varnish.vcl -p http_req_hdr_len=16k -p pipe_timeout=60 -p timeout_idle=60
vcl 4.1;
import directors;

probe ready { .url = "/health/ready"; .interval = 1s; .timeout = 1s; .window = 2; .threshold = 1; .initial = 1; }
backend gateway0 { .host = "127.0.0.1"; .port = "4000"; .probe = ready; }
backend gateway1 { .host = "127.0.0.1"; .port = "4001"; .probe = ready; }

sub vcl_init {
  new gateways = directors.round_robin();
  gateways.add_backend(gateway0);
  gateways.add_backend(gateway1);
}

sub vcl_recv {
  if (req.url !~ "^(/graphql|/graphql/stream|/join|/sign|/webhooks/vlens)(\?|$)" && req.url !~ "^/(contracts|sign|webhooks/vlens)/") {
    return (synth(404));
  }
  set req.backend_hint = gateways.backend();
  # A load balancer before this one sets X-Forwarded-For: leave the next line out then, and set TRUST_PROXY=2.
  set req.http.X-Forwarded-For = client.ip;
  set req.http.X-Forwarded-Proto = "http";
  # Varnish does not check later requests on a piped connection. That is safe here: nothing follows a WebSocket, or a stream, for which
  # Varnish asks the gateway to close the connection afterwards.
  if (req.method == "GET" && req.http.Upgrade ~ "(?i)^websocket$" && req.url ~ "^/graphql(\?|$)") {
    return (pipe);
  }
  unset req.http.Upgrade;
  if (req.url ~ "^/graphql/stream") {
    return (pipe);
  }
  # Do not cache, and do not keep request bodies: with std.cache_req_body a step would be sent twice.
  return (pass);
}

sub vcl_pipe {
  if (req.http.Upgrade) {
    set bereq.http.Upgrade = req.http.Upgrade;
    set bereq.http.Connection = "upgrade";
  }
}
