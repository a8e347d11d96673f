import { Hono } from 'hono';
import { cors } from 'hono/cors';

export const app = new Hono();
app.use(cors({ origin: ['https://app.example.com'], allowMethods: ['PUT'] }));
app.put('/orders', async (context) => context.json({ got: await context.req.json() }));
