import type { Readable, Writable } from 'node:stream';
import { BrowserError } from '../browser.js';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

type Listener = (params: Record<string, unknown>, sessionId: string | undefined) => void;

/**
 * The DevTools protocol on a pair of pipes: JSON, ended by NUL.
 * https://chromedevtools.github.io/devtools-protocol/
 */
export class Pipe {
  readonly #out: Writable;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Map<string, Listener>();
  #next = 1;
  #closed = false;

  constructor(out: Writable, input: Readable) {
    this.#out = out;
    let pending: Buffer[] = [];
    out.on('error', () => this.#close());
    input.on('error', () => this.#close());
    input.on('close', () => this.#close());
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

  /** One listener an event; a second takes the place of the first. */
  on(method: string, listener: Listener): void {
    this.#listeners.set(method, listener);
  }

  /** @throws BrowserError when the browser refuses the command or has ended */
  send(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
    if (this.#closed) return Promise.reject(new BrowserError(GONE));
    const id = this.#next++;
    this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new BrowserError(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
    });
  }

  #receive(message: Message): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    } else if (message.method !== undefined) {
      this.#listeners.get(message.method)?.(message.params ?? {}, message.sessionId);
    }
  }

  #close(): void {
    this.#closed = true;
    for (const answer of this.#waiting.values()) answer({ error: { message: GONE } });
    this.#waiting.clear();
  }
}

const GONE = 'the browser has ended';
