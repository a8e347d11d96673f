import { BrowserError } from '../browser.js';
import type { Pipe } from './pipe.js';

/**
 * Answers a page's own URL in place of its server, then calls `whycorsStart()` in it.
 * Nothing is intercepted any more while that runs: an intercepted request does
 * not take quite the way that a page's request takes.
 */
export async function runDocument(
  pipe: Pipe,
  page: string,
  url: string,
  html: string,
): Promise<string> {
  const loaded = new Promise<void>((resolve) =>
    pipe.on('Page.loadEventFired', (_, sessionId) => {
      if (sessionId === page) resolve();
    }),
  );
  pipe.on('Fetch.requestPaused', ({ requestId }) => {
    const response = {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: 'Content-Type', value: 'text/html; charset=utf-8' }],
      body: Buffer.from(html, 'latin1').toString('base64'),
    };
    pipe.send('Fetch.fulfillRequest', response, page).catch(() => undefined);
  });
  await pipe.send('Fetch.enable', { patterns: [{ urlPattern: literal(url) }] }, page);
  const { errorText } = await pipe.send('Page.navigate', { url }, page);
  if (errorText !== undefined) {
    throw new BrowserError(`Chromium could not show a page at ${url}: ${String(errorText)}.`);
  }
  await loaded;
  await pipe.send('Fetch.disable', {}, page);
  const evaluation = { expression: 'whycorsStart()', awaitPromise: true, returnByValue: true };
  const { result } = await pipe.send('Runtime.evaluate', evaluation, page);
  return String((result as { value?: unknown }).value);
}

/** A pattern that matches one URL only: `*` and `?` stand for others unless escaped. */
function literal(url: string): string {
  return url.replace(/[\\*?]/g, '\\$&');
}
