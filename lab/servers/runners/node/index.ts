import { nodeRunner, type Application } from '../../node-apps.js';

/** A server of node:http with the emitted function and its call. */
export const application: Application = ([
  cors = '',
  call = '',
]) => `import { createServer } from 'node:http';
${cors}
export async function listen(port) {
  const server = createServer((request, response) => {
    ${call}
    response.statusCode = request.method === 'OPTIONS' ? 401
      : request.url.endsWith('/nothing') ? 404
      : request.url.endsWith('/boom') ? 500 : 200;
    response.setHeader('Content-Type', 'application/json');
    response.end('{}');
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}
`;

export const runner = nodeRunner('node', [], application);
