import type { Writable, Readable } from 'node:stream';
import type { Browser, BrowserOptions, CorsError } from './browser.js';
import { start, stop } from './process.js';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--ignore-certificate-errors',
  // The permission prompt of Local Network Access would wait for a person.
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
  '--remote-debugging-pipe',
];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** Debian's Chromium, driven over the DevTools protocol on a pipe. */
export async function startChromium({ profile }: BrowserOptions): Promise<Browser> {
  const child = start(
    '/usr/bin/chromium',
    [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'],
    ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  );
  const pipe = new Pipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const lines: string[] = [];
  const corsErrors: CorsError[] = [];
  const urls = new Map<string, string>();
  pipe.on('Log.entryAdded', ({ entry }) => {
    const { text } = entry as { text: string };
    lines.push(text);
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
  const { product } = await pipe.send('Browser.getVersion', {});
  const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
  await listen(pipe, sessionId as string);
  return {
    engine: 'chromium',
    version: String(product),
    lines,
    corsErrors,
    open: async (url) => void (await pipe.send('Page.navigate', { url }, sessionId as string)),
    close: async () => {
      // Events on the pipe come in order: an answer means that all before it is here.
      await pipe.send('Browser.getVersion', {});
      await stop(child);
    },
  };
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

/** The DevTools protocol on a pair of pipes: JSON, ended by NUL. */
class Pipe {
  readonly #out: Writable;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #handlers = new Map<string, (params: Record<string, unknown>) => void>();
  #next = 1;

  constructor(out: Writable, input: Readable) {
    this.#out = out;
    let pending: Buffer[] = [];
    out.on('error', () => undefined);
    input.on('data', (chunk: Buffer) => {
      let begin = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, begin)) {
        const text = Buffer.concat([...pending, chunk.subarray(begin, end)]).toString('utf8');
        pending = [];
        begin = end + 1;
        this.#receive(JSON.parse(text) as Message);
      }
      pending.push(chunk.subarray(begin));
    });
  }

  on(method: string, handler: (params: Record<string, unknown>) => void): void {
    this.#handlers.set(method, handler);
  }

  send(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    const id = this.#next++;
    this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
    });
  }

  #receive(message: Message): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    } else if (message.method !== undefined) {
      this.#handlers.get(message.method)?.(message.params ?? {});
    }
  }
}
