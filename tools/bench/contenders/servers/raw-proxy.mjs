import { Agent, createServer, request as send } from 'node:http';

/** The least that can stand between: the REST call passed through, with the ApiKey added. */
const upstream = new URL(process.env.UPSTREAM_URL);
const agent = new Agent({ keepAlive: true });

createServer((request, response) => {
  const { authorization = '', 'content-length': length, 'content-type': type } = request.headers;
  const passed = send(
    {
      agent,
      host: upstream.hostname,
      port: upstream.port,
      method: request.method,
      path: request.url,
      headers: {
        ApiKey: 'bench',
        authorization,
        ...(length === undefined ? {} : { 'content-length': length, 'content-type': type }),
      },
    },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  passed.on('error', () => response.destroy());
  request.pipe(passed);
}).listen(Number(process.env.PORT), '127.0.0.1');
