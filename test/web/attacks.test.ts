import { expect, it } from 'vitest';
import { httpServer } from '../support/servers.js';
import { sees } from './browser.js';
import { inEachBrowser } from './harness.js';

inEachBrowser('a page of somebody else', (open) => {
  it('gets nothing out of the server, and makes it ask nobody', async () => {
    const { browser, ui } = open();
    const { origin } = new URL(ui.url);
    let reached = 0;
    const { port } = await httpServer((_, response) => {
      reached++;
      response.end();
    });
    const call = {
      origin: 'http://localhost:3000',
      request: { url: `http://127.0.0.1:${port}/`, method: 'GET', headers: [] },
      send: true,
    };
    const evil = await httpServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<title>evil</title><iframe name="frame"></iframe><form></form>');
    });
    const page = await browser.newPage();
    await page.goto(`http://localhost:${evil.port}/`);
    const results = await page.evaluate(
      async (target, text) => {
        const ask = `${target}/api/ask`;
        const tried = async (act: () => Promise<unknown>): Promise<string> => {
          try {
            return JSON.stringify(await act());
          } catch {
            return 'refused';
          }
        };
        const read = async (url: string, init: RequestInit): Promise<string> =>
          (await fetch(url, init)).text();
        const headers = { 'Content-Type': 'application/json', 'X-Whycors-Token': 'x'.repeat(32) };
        const found = [
          await tried(() => read(`${target}/`, {})),
          await tried(() => read(ask, { method: 'POST', headers, body: text })),
          await tried(() => read(ask, { method: 'POST', body: text })),
          await tried(async () => {
            const { type } = await fetch(ask, { method: 'POST', mode: 'no-cors', body: text });
            return type;
          }),
          await tried(async () => navigator.sendBeacon(ask, text)),
          await tried(
            () =>
              new Promise((resolve, reject) => {
                const socket = new WebSocket(ask.replace('http', 'ws'));
                socket.addEventListener('open', resolve);
                socket.addEventListener('error', reject);
              }),
          ),
          await tried(
            () =>
              new Promise((resolve, reject) => {
                const events = new EventSource(ask);
                events.addEventListener('open', resolve);
                events.addEventListener('error', () => {
                  events.close();
                  reject(new Error('no events'));
                });
              }),
          ),
        ];
        const form = document.querySelector('form')!;
        form.method = 'post';
        form.enctype = 'text/plain';
        form.action = ask;
        form.target = 'frame';
        const field = document.createElement('input');
        field.name = text.slice(0, -1);
        field.value = '}';
        form.append(field);
        form.submit();
        await new Promise((resolve) => setTimeout(resolve, 500));
        return found;
      },
      origin,
      JSON.stringify(call),
    );
    // A beacon goes out, and does nothing there.
    expect(results).toEqual([
      'refused',
      'refused',
      'refused',
      'refused',
      'true',
      'refused',
      'refused',
    ]);
    expect(reached).toBe(0);
    await page.close();
  });

  it('cannot put the page into a frame', async () => {
    const { browser, ui } = open();
    const { port } = await httpServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<iframe src="${ui.url}"></iframe><p>done</p>`);
    });
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/`);
    await sees(page, 'p', 'done');
    for (const frame of page.frames().slice(1)) {
      const shown = await frame.$('#paste').catch(() => null);
      expect(shown).toBeNull();
    }
    await page.close();
  });

  it('asks its own server as the page does: with the token, and nothing else opens it', async () => {
    const { page, ui } = open();
    const { origin } = new URL(ui.url);
    const status = await page.evaluate(
      async (url) =>
        (
          await fetch(url, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: '{}',
          })
        ).status,
      `${origin}/api/ask`,
    );
    expect(status).toBe(403);
  });
});
