import type { Readable, Writable } from 'node:stream';
import {
  BrowserError,
  type Browser,
  type BrowserOptions,
  type ConsoleLine,
  type CorsError,
} from '../browser.js';
import { start, stop } from '../process.js';
import { chromiumFlags } from './flags.js';
import { Pipe } from './pipe.js';
import { runDocument } from './run-document.js';

/** Chromium, Chrome or Edge, driven over the DevTools protocol on a pipe. */
export async function startChromium(options: BrowserOptions): Promise<Browser> {
  const { program, env, signal } = options;
  const child = start(
    program,
    [...chromiumFlags(options), 'about:blank'],
    ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env,
    signal,
  );
  const pipe = new Pipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const lines: ConsoleLine[] = [];
  const corsErrors: CorsError[] = [];
  watch(pipe, lines, corsErrors);
  try {
    const { product } = await pipe.send('Browser.getVersion', {});
    const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' });
    const attached = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
    const page = attached['sessionId'] as string;
    await listen(pipe, page);
    for (const { url, name, value } of options.cookies ?? []) {
      // Only a secure cookie may go to other sites; loopback counts as secure.
      const cookie = { url, name, value, secure: true, sameSite: 'None' };
      await pipe.send('Network.setCookie', cookie, page);
    }
    return {
      engine: 'chromium',
      version: String(product)
        .replace(/^Headless/, '')
        .replace('/', ' '),
      lines,
      corsErrors,
      open: async (url) => void (await pipe.send('Page.navigate', { url }, page)),
      runDocument: (url, html) => runDocument(pipe, page, url, html),
      close: async () => {
        // Events on the pipe come in order: an answer means that all before it is here.
        await pipe.send('Browser.getVersion', {}).catch(() => undefined);
        await stop(child);
      },
    };
  } catch (error) {
    await stop(child, 0);
    throw error instanceof BrowserError
      ? new BrowserError(`${program} did not start: ${error.message}.`)
      : error;
  }
}

function watch(pipe: Pipe, lines: ConsoleLine[], corsErrors: CorsError[]): void {
  const urls = new Map<string, string>();
  pipe.on('Log.entryAdded', ({ entry }) => {
    const { text } = entry as { text: string };
    lines.push({ text, fromPage: true });
  });
  pipe.on('Network.requestWillBeSent', ({ requestId, request }) => {
    urls.set(requestId as string, (request as { url: string }).url);
  });
  pipe.on('Network.loadingFailed', ({ requestId, corsErrorStatus }) => {
    const url = urls.get(requestId as string);
    if (url === undefined || corsErrorStatus === undefined) return;
    const { corsError, failedParameter } = corsErrorStatus as Record<string, string>;
    corsErrors.push({ url, code: corsError ?? '', parameter: failedParameter ?? '' });
  });
  pipe.on('Target.attachedToTarget', ({ sessionId }) => {
    void listen(pipe, sessionId as string);
  });
}

/** Workers and sandboxed frames are targets of their own, with their own console and network. */
async function listen(pipe: Pipe, sessionId: string): Promise<void> {
  const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
  await Promise.all([
    pipe.send('Target.setAutoAttach', autoAttach, sessionId).catch(() => undefined),
    pipe.send('Log.enable', {}, sessionId).catch(() => undefined),
    pipe.send('Network.enable', {}, sessionId).catch(() => undefined),
    pipe.send('Page.enable', {}, sessionId).catch(() => undefined),
  ]);
  await pipe.send('Runtime.runIfWaitingForDebugger', {}, sessionId).catch(() => undefined);
}
