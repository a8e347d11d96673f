import { parentPort, workerData } from 'node:worker_threads';
import type { Batch } from './batches.js';
import { Evaluation, type Task } from './evaluate.js';

/** A batch for a worker thread, and what it sends back. */
export interface Assignment extends Batch {
  readonly file: string;
}
export interface Reply {
  /** UTF-8: bytes can be handed over between threads, text would be copied. */
  readonly bytes: Uint8Array;
  readonly problems: readonly string[];
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Answers one batch after the other; the pool sends the next ones while it is at it. */
parentPort?.on('message', ({ bytes, file, first }: Assignment) => {
  const evaluation = new Evaluation(workerData as Task);
  const { text, problems } = evaluation.lines(decoder.decode(bytes), file, first).result;
  const encoded = encoder.encode(text);
  const reply: Reply = { bytes: encoded, problems };
  parentPort?.postMessage(reply, [encoded.buffer]);
});
