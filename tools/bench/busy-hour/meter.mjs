import { Agent, createServer, request as send } from 'node:http';

/** Stands between a contender and Vlens, passes everything on, and counts: `GET /meter` answers the calls and how many got 429. */
const upstream = new URL(process.env.UPSTREAM_URL);
const agent = new Agent({ keepAlive: true });
const counted = { calls: 0, refused: 0 };

createServer((request, response) => {
  if (request.url === '/meter') return response.end(JSON.stringify(counted));
  counted.calls += 1;
  const { method, url: path, headers } = request;
  const passed = send(
    { agent, host: upstream.hostname, port: upstream.port, method, path, headers },
    (answer) => {
      if (answer.statusCode === 429) counted.refused += 1;
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  passed.on('error', () => response.destroy());
  request.pipe(passed);
}).listen(Number(process.env.PORT), '127.0.0.1');
