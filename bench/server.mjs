import { createServer } from 'node:http';
import { once } from 'node:events';

const ALLOWED = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET',
  'Access-Control-Allow-Headers': 'x-custom',
  'Access-Control-Max-Age': '600',
  'Content-Type': 'application/json',
};

/** A server on loopback that allows /allowed and nothing else, and remembers what it was asked. */
export async function startServer() {
  const seen = [];
  const server = createServer((request, response) => {
    const { method, headers } = request;
    seen.push({ method, headers, url: `http://${headers.host}${request.url}` });
    response.writeHead(200, request.url.startsWith('/allowed') ? ALLOWED : {});
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    /** What was asked since the last time. */
    take: () => seen.splice(0),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
