import { afterEach, describe, expect, it } from 'vitest';
import { createFetch } from '../../src/fetch/index.js';
import { httpServer, stopServers } from '../support/servers.js';
import { startSite } from './site.js';

const PAGE = 'http://localhost:9';

/** A server that answers preflights, and begins a body that never ends; `head` false: never answers. */
async function endless({ head = true } = {}) {
  let asked = (): void => undefined;
  let closed = (): void => undefined;
  const request = new Promise<void>((resolve) => (asked = resolve));
  const gone = new Promise<void>((resolve) => (closed = resolve));
  const { port } = await httpServer((_, response) => {
    response.on('close', closed);
    asked();
    if (head) response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).write('x');
  });
  return { url: `http://localhost:${port}/`, request, gone };
}

describe('abort of createFetch', () => {
  afterEach(stopServers);

  it('rejects at once with the reason where the signal fired before', async () => {
    const { at, seen } = await startSite(() => ({}));
    const call = createFetch({ origin: at() });
    const order: string[] = [];
    const signal = AbortSignal.abort();
    const failing = call('/', { signal }).catch((error: unknown) => {
      order.push('rejected');
      return error;
    });
    void Promise.resolve().then(() => order.push('microtask'));
    expect(await failing).toBe(signal.reason);
    expect(order).toEqual(['rejected', 'microtask']);
    const reason = new Error('mine');
    await expect(call('/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(call(new Request(at(), { signal }))).rejects.toThrow(/abort/i);
    await expect(call(':', { signal, method: 'TRACE' })).rejects.toThrow(TypeError);
    expect((await call(new Request(at(), { signal }), { signal: null })).status).toBe(200);
    expect(seen).toHaveLength(1);
  });

  it('cancels a streamed body at once', async () => {
    let cancelled: unknown;
    const body = new ReadableStream({ cancel: (reason) => void (cancelled = reason) });
    const signal = AbortSignal.abort();
    const init = { method: 'POST', body, duplex: 'half', signal } as RequestInit;
    const failing = createFetch({ origin: PAGE })('http://localhost:9/', init);
    expect(cancelled).toBe(signal.reason);
    await expect(failing).rejects.toBe(signal.reason);
  });

  it('ends a request that nobody answers, and its connection', async () => {
    const { url, request, gone } = await endless({ head: false });
    const controller = new AbortController();
    const call = createFetch({ origin: PAGE })(url, { signal: controller.signal });
    await request;
    controller.abort();
    await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await gone;
  });

  it('ends a preflight, after which nothing is sent', async () => {
    const { url, request, gone } = await endless({ head: false });
    const controller = new AbortController();
    const init = { method: 'PUT', signal: controller.signal };
    const call = createFetch({ origin: PAGE })(url, init);
    await request;
    controller.abort();
    await expect(call).rejects.toBe(controller.signal.reason);
    await gone;
  });

  it('makes a body under way fail, and closes its connection', async () => {
    const { url, gone } = await endless();
    const controller = new AbortController();
    const response = await createFetch({ origin: PAGE })(url, { signal: controller.signal });
    const reader = response.body!.getReader();
    await reader.read();
    controller.abort();
    await expect(reader.read()).rejects.toBe(controller.signal.reason);
    await expect(reader.closed).rejects.toBe(controller.signal.reason);
    await gone;
  });

  it.each(['text', 'json', 'blob', 'arrayBuffer'] as const)('makes %s() fail', async (method) => {
    const { url, gone } = await endless();
    const controller = new AbortController();
    const response = await createFetch({ origin: PAGE })(url, { signal: controller.signal });
    const reading = response[method]();
    controller.abort();
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await gone;
  });

  it.each(['text', 'json', 'blob', 'arrayBuffer'] as const)(
    'makes %s() fail at once, also of a body that is all there',
    async (method) => {
      const { at } = await startSite(() => ({ body: '{}' }));
      const controller = new AbortController();
      const response = await createFetch({ origin: at() })('/', { signal: controller.signal });
      await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort();
      const order: string[] = [];
      const reading = response[method]().catch((error: unknown) => {
        order.push('rejected');
        return error;
      });
      void Promise.resolve().then(() => order.push('microtask'));
      expect(await reading).toBe(controller.signal.reason);
      expect(order).toEqual(['rejected', 'microtask']);
    },
  );

  it('does nothing to a body that has ended', async () => {
    const { at } = await startSite(() => ({ headers: { 'Content-Length': '0' } }));
    const controller = new AbortController();
    const init = { signal: controller.signal };
    const response = await createFetch({ origin: at() })('/', init);
    const reader = response.body!.getReader();
    controller.abort();
    expect((await reader.read()).done).toBe(true);
  });

  it('ends an upload', async () => {
    const { url, request, gone } = await endless({ head: false });
    let cancelled: unknown;
    const body = new ReadableStream({
      pull: async (controller) => {
        controller.enqueue(new Uint8Array(10));
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
      cancel: (reason) => void (cancelled = reason),
    });
    const controller = new AbortController();
    const { signal } = controller;
    const init = { method: 'POST', body, duplex: 'half', signal } as RequestInit;
    const call = createFetch({ origin: new URL(url).origin })(url, init);
    await request;
    controller.abort();
    await expect(call).rejects.toBe(signal.reason);
    await gone;
    expect(cancelled).toBe(signal.reason);
  });

  it('is kept where the fetch() that is given knows nothing of signals', async () => {
    const controller = new AbortController();
    const call = createFetch({ origin: PAGE, fetch: () => new Promise(() => undefined) });
    const failing = call('http://localhost:9999/', { signal: controller.signal });
    controller.abort();
    await expect(failing).rejects.toBe(controller.signal.reason);
  });
});
