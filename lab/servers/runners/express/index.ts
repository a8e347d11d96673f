import { nodeRunner, type Application } from '../../node-apps.js';

/** Express: middleware that refuses every OPTIONS request stands behind the CORS part. */
export const application: Application = ([
  imports = '',
  use = '',
]) => `import express from 'express';
${imports}
export async function listen(port) {
  const app = express();
${use}
  app.use((request, response, next) =>
    request.method === 'OPTIONS' ? response.status(401).end() : next());
  app.use((request, response, next) => {
    if (request.path.endsWith('/nothing')) return next();
    if (request.path.endsWith('/boom')) throw new Error('boom');
    response.json({});
  });
  await new Promise((resolve) => app.listen(port, '127.0.0.1', resolve));
}
`;

export const runner = nodeRunner('express', ['express', 'cors'], application);
