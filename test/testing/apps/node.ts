import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export const app = createServer(async (request, response) => {
  if (request.headers.origin === 'https://app.example.com') {
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin);
    response.setHeader('Access-Control-Allow-Methods', 'PUT');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
  }
  if (request.method === 'OPTIONS') response.writeHead(204).end();
  else response.end(JSON.stringify({ got: JSON.parse(await text(request)) as unknown }));
});
