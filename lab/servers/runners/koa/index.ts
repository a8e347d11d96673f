import { nodeRunner, type Application } from '../../node-apps.js';

/** Koa: middleware that refuses every OPTIONS request stands behind the CORS part. */
export const application: Application = ([imports = '', use = '']) => `import Koa from 'koa';
${imports}
export async function listen(port) {
  const app = new Koa();
  app.silent = true;
${use}
  app.use((ctx) => {
    if (ctx.method === 'OPTIONS') ctx.status = 401;
    else if (ctx.path.endsWith('/boom')) throw new Error('boom');
    else if (!ctx.path.endsWith('/nothing')) ctx.body = {};
  });
  await new Promise((resolve) => app.listen(port, '127.0.0.1', resolve));
}
`;

export const runner = nodeRunner('koa', ['koa', '@koa/cors'], application);
