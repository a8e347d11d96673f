import cors from '@fastify/cors';
import { fastify } from 'fastify';

export const app = fastify();
await app.register(cors, { origin: ['https://app.example.com'], methods: ['PUT'] });
app.put('/orders', async (request) => ({ got: request.body }));
