import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BrowserError,
  REPORT,
  requestDocument,
  serveLoopback,
  startBrowser,
  type Browser,
  type LoopbackPage,
  type PageRequest,
  type PageResult,
} from '../../browsers/index.js';
import type { FetchRequest } from '../../protocol/index.js';
import type { Call } from '../../live/session.js';
import type { Job } from './plan.js';

/** What a browser made of the call. */
export interface Answer extends PageResult {
  /** The page's origin, as the page itself sees it. */
  readonly origin: string;
  readonly version: string;
  readonly console: readonly string[];
}

/** A sandboxed frame needs a page around it; this one is as good as any. */
const AROUND = 'http://localhost';

/**
 * Makes the call in one browser, from a page at its origin. The browser has
 * ended and its profile is gone when this settles, however it does.
 * @param signal gives up
 * @throws BrowserError with a sentence for people
 */
export async function askBrowser(
  job: Extract<Job, { telling: object }>,
  call: Call,
  signal: AbortSignal,
): Promise<Answer> {
  const { engine, telling, options } = job;
  const { request, origin } = call;
  const sandboxed = origin === 'null';
  let served: LoopbackPage | null = null;
  let browser: Browser | null = null;
  const profile = await mkdtemp(join(tmpdir(), `whycors-${engine}-`));
  try {
    if (telling.page === 'loopback') {
      const html = requestDocument(pageRequest(request), sandboxed, REPORT);
      served = await listen(sandboxed ? `${AROUND}:0` : origin, html);
    }
    browser = await startBrowser(engine, { ...options, ...telling.options, profile, signal });
    const text =
      served === null
        ? await browser.runDocument!(
            `${sandboxed ? AROUND : origin}/`,
            requestDocument(pageRequest(request), sandboxed),
          )
        : await reported(browser, served, signal);
    const result = JSON.parse(text) as PageResult & { readonly origin: string };
    await browser.close();
    const { version, lines } = browser;
    const own = lines.filter(({ fromPage }) => fromPage).map((line) => line.text);
    return { ...result, version, console: own };
  } finally {
    await browser?.close();
    await served?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function listen(origin: string, html: string): Promise<LoopbackPage> {
  try {
    return await serveLoopback(origin, html);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'another program listens there' : (code ?? 'error');
    throw new BrowserError(
      `WebKit's page has to come from ${origin}, and ${why}: stop that program, or use another --origin.`,
    );
  }
}

async function reported(
  browser: Browser,
  served: LoopbackPage,
  signal: AbortSignal,
): Promise<string> {
  await browser.open(served.url);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new BrowserError('it ended before the call was made.'));
    signal.addEventListener('abort', gone, { once: true });
    void browser.ended?.().then(gone);
    void served.reported.then(resolve);
  });
}

function pageRequest(request: FetchRequest): PageRequest {
  const { body, ...rest } = request;
  return {
    ...rest,
    ...(body === null ? {} : { body }),
    // whycors has a limit of its own for the whole browser.
    timeout: 0,
  };
}
