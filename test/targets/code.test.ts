import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ANY_ORIGIN, corsPolicy, exactOrigin, readAllowedOrigin } from '../../src/policy/index.js';
import { TARGETS, type Emission } from '../../src/targets/index.js';

const NODE_IDS = ['express', 'fastify', 'hono', 'koa', 'nestjs', 'nextjs', 'node'] as const;
const PLACE = { origin: 'https://api.example.com', path: '/', upstream: 'http://127.0.0.1:3000' };
const APP = exactOrigin('https://app.example.com');

function emit(id: (typeof NODE_IDS)[number], given: object, path = '/'): Emission {
  const target = TARGETS[id];
  if (target.kind !== 'code') throw new Error(id);
  return target.emit(corsPolicy(given), { ...PLACE, path });
}

describe.each(NODE_IDS)('code for %s', (id) => {
  it('never reflects any origin for the sake of credentials', () => {
    const { kind } = emit(id, { origins: [ANY_ORIGIN], credentials: true });
    expect(kind).toBe('cannot');
  });

  it('answers Access-Control-Request-Private-Network, or says that it cannot', () => {
    const emission = emit(id, { origins: [APP], methods: ['PUT'], privateNetwork: true });
    const said = emission.kind === 'change' && emission.changes.map(({ text }) => text).join('');
    if (['koa', 'nextjs', 'node'].includes(id)) expect(said).toMatch(/private-?network/i);
    else expect(emission).toMatchObject({ kind: 'cannot', reasons: [expect.any(String)] });
  });

  it('gives all reasons at once', () => {
    const emission = emit(id, {
      origins: [ANY_ORIGIN],
      credentials: true,
      privateNetwork: true,
    });
    const reasons = emission.kind === 'cannot' ? emission.reasons : [];
    expect(reasons).toHaveLength(['koa', 'nextjs', 'node'].includes(id) ? 1 : 2);
  });

  it('is the same for a path with a slash at its end', () => {
    const policy = { origins: [APP], methods: ['PUT'] };
    expect(emit(id, policy, '/v1/')).toEqual(emit(id, policy, '/v1'));
  });
});

it('hono: a path with the signs of its routes cannot be said', () => {
  expect(emit('hono', { origins: [APP] }, '/a:b').kind).toBe('cannot');
});

it.each(NODE_IDS)('%s: its page shows what is emitted', async (id) => {
  const origins = ['https://app.example.com', 'https://*.preview.example.com'];
  const emission = emit(
    id,
    {
      origins: origins.flatMap((text) => readAllowedOrigin(text).value ?? []),
      methods: ['GET', 'POST', 'PUT', 'DELETE'],
      requestHeaders: ['authorization', 'content-type'],
      exposedHeaders: ['x-total-count'],
      credentials: true,
      maxAge: 600,
    },
    '/v1',
  );
  const page = await readFile(new URL(`../../docs/targets/${id}.md`, import.meta.url), 'utf8');
  const pieces = emission.kind === 'change' ? emission.changes.map(({ text }) => text) : [];
  expect(pieces.length).toBeGreaterThan(0);
  for (const text of pieces) expect(page).toContain(text);
});
