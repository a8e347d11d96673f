import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Task } from './evaluate.js';
import type { Assignment, Reply } from './simulate-worker.js';

/** Batches that a worker has at a time: the one it is at and the next. */
const EACH = 2;

/** Batches that may wait to be written beside those that workers are at. */
const WAITING = 4;

/** How many worker threads this machine has room for beside this thread, which answers batches, too. */
export function usefulWorkers(): number {
  return Math.min(availableParallelism(), 8) - 1;
}

/** Worker threads that answer batches, each its own in the order in which it got them. */
export class Pool {
  readonly #workers: readonly Member[];

  constructor(size: number, task: Task) {
    this.#workers = Array.from({ length: size }, () => new Member(task));
  }

  /** How many batches keep all threads busy; more would only take memory. */
  get limit(): number {
    return this.#workers.length * EACH + WAITING;
  }

  /** The answer of the worker that has the least to do; null when all have enough. */
  answer(assignment: Assignment): Promise<Reply> | null {
    let least: Member | null = null;
    for (const worker of this.#workers) if (worker.load < (least?.load ?? EACH)) least = worker;
    return least === null ? null : least.answer(assignment);
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

  /** How many batches it has. */
  get load(): number {
    return this.#waiting.length;
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
