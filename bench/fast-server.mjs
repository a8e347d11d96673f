// A server on loopback that allows everything to everybody; says its port, ends with its standard input.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const { origin = '*', 'access-control-request-headers': asked = '' } = request.headers;
  const preflight = request.method === 'OPTIONS';
  response.writeHead(preflight ? 204 : 200, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Headers': asked,
    Vary: 'Origin',
    'Content-Type': 'application/json',
  });
  response.end(preflight ? undefined : '{"ok":true}');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().once('end', () => process.exit());
