import { nodeRunner, type Application } from '../../node-apps.js';

/** Fastify: a hook that refuses every OPTIONS request is added after the plugin. */
export const application: Application = ([
  imports = '',
  register = '',
]) => `import Fastify from 'fastify';
${imports}
export async function listen(port) {
  const app = Fastify();
  app.addHttpMethod('PROPFIND', { hasBody: true });
  app.addHttpMethod('REPORT', { hasBody: true });
  app.addHttpMethod('MKCOL', { hasBody: true });
${register}
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'OPTIONS') return reply.code(401).send();
  });
  app.get('/*', async (request, reply) => {
    if (request.url.endsWith('/nothing')) return reply.callNotFound();
    if (request.url.endsWith('/boom')) throw new Error('boom');
    return {};
  });
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'REPORT', 'MKCOL'],
    url: '/*',
    handler: async () => ({}),
  });
  await app.listen({ port, host: '127.0.0.1' });
}
`;

export const runner = nodeRunner('fastify', ['fastify', '@fastify/cors'], application);
