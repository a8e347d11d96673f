import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Task } from './evaluate.js';
import type { Assignment, Reply } from './simulate-worker.js';

/** Batches that a worker has at a time: the one it is at and the next. */
const EACH = 2;

/** How many worker threads this machine has room for; this thread itself only reads and writes. */
export function usefulWorkers(): number {
  return Math.min(availableParallelism(), 8);
}

/** Worker threads that answer batches, each its own in the order in which it got them. */
export class Pool {
  readonly #workers: readonly Member[];
  #next = 0;

  constructor(size: number, task: Task) {
    this.#workers = Array.from({ length: size }, () => new Member(task));
  }

  /** How many batches keep all workers busy; more would only take memory. */
  get limit(): number {
    return this.#workers.length * EACH;
  }

  answer(assignment: Assignment): Promise<Reply> {
    const worker = this.#workers[this.#next]!;
    this.#next = (this.#next + 1) % this.#workers.length;
    return worker.answer(assignment);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }
}

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

class Member {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #failure: Error | null = null;

  constructor(task: Task) {
    this.#worker = new Worker(new URL('./simulate-worker.js', import.meta.url), {
      workerData: task,
    });
    this.#worker.on('message', (reply: Reply) => this.#waiting.shift()?.resolve(reply));
    this.#worker.on('error', (error) => this.#gone(error as Error));
    this.#worker.on('exit', (code) => this.#gone(new Error(`a worker thread ended (${code})`)));
  }

  #gone(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }

  answer(assignment: Assignment): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(assignment, []);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
