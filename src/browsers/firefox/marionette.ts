import { connect, type Socket } from 'node:net';
import { BrowserError } from '../browser.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Marionette's protocol: `length:[type, id, command or error, parameters or result]`.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    let pending: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#close());
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const colon = pending.indexOf(':');
        if (colon < 0) return;
        const end = colon + 1 + Number(pending.toString('latin1', 0, colon));
        if (pending.length < end) return;
        this.#receive(JSON.parse(pending.toString('utf8', colon + 1, end)) as unknown);
        pending = pending.subarray(end);
      }
    });
  }

  static connect(port: number): Promise<Marionette> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Marionette(socket)));
    });
  }

  /** @throws BrowserError when the browser refuses the command or has ended */
  send(command: string, parameters: object): Promise<unknown> {
    if (this.#socket.destroyed) return Promise.reject(new BrowserError(GONE));
    const id = this.#next++;
    const text = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Runs a script with the rights of the browser itself and gives what it returns. */
  async chrome(script: string, args: readonly unknown[] = []): Promise<unknown> {
    await this.send('Marionette:SetContext', { value: 'chrome' });
    try {
      const { value } = (await this.send('WebDriver:ExecuteScript', {
        script,
        args,
        sandbox: 'system',
        newSandbox: false,
      })) as { value: unknown };
      return value;
    } finally {
      await this.send('Marionette:SetContext', { value: 'content' }).catch(() => undefined);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(message: unknown): void {
    // The greeting is an object, everything after it an array.
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message as [number, number, { message: string } | null, unknown];
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new BrowserError(error.message));
    else waiting?.resolve(result);
  }

  #close(): void {
    for (const { reject } of this.#waiting.values()) reject(new BrowserError(GONE));
    this.#waiting.clear();
  }
}

const GONE = 'the browser has ended';
