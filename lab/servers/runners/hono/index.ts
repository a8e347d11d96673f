import { nodeRunner, type Application } from '../../node-apps.js';

/** Hono on Node.js: middleware that refuses every OPTIONS request stands behind the CORS part. */
export const application: Application = ([
  imports = '',
  use = '',
]) => `import { serve } from '@hono/node-server';
import { Hono } from 'hono';
${imports}
export async function listen(port) {
  const app = new Hono();
${use}
  app.use((c, next) => (c.req.method === 'OPTIONS' ? c.text('', 401) : next()));
  app.all('*', (c) => {
    if (c.req.path.endsWith('/nothing')) return c.notFound();
    if (c.req.path.endsWith('/boom')) throw new Error('boom');
    return c.json({});
  });
  await new Promise((resolve) => serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, resolve));
}
`;

export const runner = nodeRunner('hono', ['hono', '@hono/node-server'], application);
