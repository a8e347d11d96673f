import type { Readable } from 'node:stream';
import { FailureError } from './failures.js';

/** Unread bytes at which the peer is made to wait. */
const HIGH_WATER = 65_536;

/** Who waits for the next piece. */
interface Waiting {
  readonly resolve: (chunk: Buffer | null) => void;
  readonly reject: (error: Error) => void;
  readonly late: string;
}

/**
 * The bytes that come in on a connection, to be read a piece at a time. It
 * listens from its birth to its end, so that neither an early byte nor a late
 * error is lost: an error that nobody listens for would end the process.
 */
export class Wire {
  readonly #stream: Readable;
  readonly #chunks: Buffer[] = [];
  #unread = 0;
  #paused = false;
  #ended = false;
  #error: Error | null = null;
  #waiting: Waiting | null = null;
  /** One signal serves many exchanges: its listener stays until another comes or the connection ends. */
  #signal: AbortSignal | null = null;
  readonly #onAbort = (): void => {
    const waiting = this.#stopWaiting();
    waiting?.reject(new FailureError('time-out', waiting.late));
  };
  readonly #onData = (chunk: Buffer): void => {
    const waiting = this.#stopWaiting();
    if (waiting !== null) return waiting.resolve(chunk);
    this.#chunks.push(chunk);
    this.#unread += chunk.length;
    if (this.#unread > HIGH_WATER) {
      this.#paused = true;
      this.#stream.pause();
    }
  };
  readonly #onEnd = (): void => {
    this.#ended = true;
    this.forgetSignal();
    this.#stopWaiting()?.resolve(null);
  };
  readonly #onError = (error: Error): void => {
    this.#error ??= error;
    this.forgetSignal();
    this.#stopWaiting()?.reject(this.#error);
  };

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('error', this.#onError);
    stream.on('end', this.#onEnd);
    stream.on('close', this.#onEnd);
    stream.on('data', this.#onData);
  }

  /** Whether the connection is open and nothing came in that was not asked for. */
  get idle(): boolean {
    return !this.#ended && this.#error === null && this.#unread === 0;
  }

  /**
   * The next piece, as soon as there is one; null at the end.
   * @param late what to say when the signal fires first
   * @throws FailureError time-out, or the connection's own error
   */
  next(signal: AbortSignal, late: string): Promise<Buffer | null> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#unread -= chunk.length;
      if (this.#unread === 0) this.#resume();
      return Promise.resolve(chunk);
    }
    if (this.#error !== null) return Promise.reject(this.#error);
    if (this.#ended) return Promise.resolve(null);
    if (signal.aborted) return Promise.reject(new FailureError('time-out', late));
    if (signal !== this.#signal) this.#listenTo(signal);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject, late }));
  }

  /** All that has come in and is unread, without waiting; null where that is nothing. */
  take(): Buffer | null {
    const [first] = this.#chunks;
    if (first === undefined) return null;
    const all = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#chunks.length = 0;
    this.#unread = 0;
    this.#resume();
    return all;
  }

  /** Puts bytes back in front of what is still unread. */
  unread(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.unshift(chunk);
    this.#unread += chunk.length;
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#stream.resume();
  }

  #stopWaiting(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }

  #listenTo(signal: AbortSignal): void {
    this.forgetSignal();
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Holds on to no signal while nobody waits: an idle connection may outlive what it served. */
  forgetSignal(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#signal = null;
  }

  /** Stops listening, so that another protocol can take the connection over. */
  release(): void {
    this.forgetSignal();
    this.#stream.pause();
    this.#stream.off('data', this.#onData);
    this.#stream.off('end', this.#onEnd);
    this.#stream.off('close', this.#onEnd);
  }
}
