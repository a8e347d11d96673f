import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { ENGINE_NAMES, type EngineName } from '../../engines/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { lineBatches, type Batch } from './batches.js';
import { Evaluation, type Task } from './evaluate.js';
import { FORMATS, type Format } from './format.js';
import { Output } from './output.js';
import type { Pool } from './pool.js';

export interface SimulateOptions {
  readonly engine: string;
  readonly format?: string;
}

/** Bytes to read of a file at a time. */
const CHUNK = 262_144;
/** Bytes from which on worker threads are worth their start. */
const MANY = 1_048_576;
/** Scenarios of a document that are written together. */
const AT_A_TIME = 100;

/**
 * `whycors simulate`: runs scenarios as a stream; the records come in the order
 * of the scenarios. A line that cannot be used is named on standard error and
 * costs only itself.
 * @returns the exit code: 2 when any line or file could not be used; verdicts do not change it
 */
export async function simulateCommand(
  files: readonly string[],
  options: SimulateOptions,
  io: Io,
): Promise<number> {
  const task = { engines: engines(options.engine), format: format(options.format, io) };
  // A third of the time goes into compiling, most of it into code that is inlined where
  // it is no faster for it. The flag is for this process and its worker threads.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  const run = new Run(task, io);
  try {
    for (const file of files) await run.file(file);
    await run.output.end();
  } finally {
    await run.close();
  }
  return run.output.failed ? EXIT.usage : EXIT.allowed;
}

class Run {
  readonly output: Output;
  readonly #task: Task;
  #pool: Pool | null = null;
  #bytes = 0;

  constructor(task: Task, io: Io) {
    this.#task = task;
    this.output = new Output(task.format, io);
  }

  async file(file: string): Promise<void> {
    const name = file === '-' ? '<stdin>' : file;
    try {
      if (file.endsWith('.json')) await this.#document(name, await readFile(file, 'utf8'));
      else if (file === '-') await this.#lines(name, process.stdin);
      else await this.#lines(name, createReadStream(file, { highWaterMark: CHUNK }));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
      const what = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
      await this.output.add({ content: '', problems: [`${name}: ${what}`] });
    }
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  /** A .json file: one scenario, or an array of them. It is read whole. */
  async #document(name: string, text: string): Promise<void> {
    const reading = new Evaluation(this.#task);
    const json = reading.json(text, name);
    if (json !== undefined && !Array.isArray(json)) reading.scenario(json, name);
    await this.#add(reading);
    if (!Array.isArray(json)) return;
    for (let from = 0; from < json.length; from += AT_A_TIME) {
      const evaluation = new Evaluation(this.#task);
      const some = json.slice(from, from + AT_A_TIME) as unknown[];
      for (const [i, item] of some.entries()) evaluation.scenario(item, `${name}[${from + i}]`);
      await this.#add(evaluation);
    }
  }

  async #lines(name: string, input: Readable): Promise<void> {
    const written: Promise<void>[] = [];
    for await (const batch of lineBatches(input)) {
      this.#bytes += batch.bytes.length;
      written.push(this.#batch(name, batch));
      // All but a few are written before more is read: memory does not grow with the input.
      if (written.length >= (this.#pool?.limit ?? 1)) await written.shift();
      if (this.#bytes > MANY && this.#pool === null) this.#pool = await startPool(this.#task);
    }
    await Promise.all(written);
  }

  /** A batch goes to a worker thread that has room for it, and is answered here where none has. */
  #batch(file: string, { bytes, first }: Batch): Promise<void> {
    const reply = this.#pool?.answer({ bytes, file, first }) ?? null;
    if (reply !== null) {
      return this.output.add(reply.then(({ bytes: content, problems }) => ({ content, problems })));
    }
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return this.#add(new Evaluation(this.#task).lines(text, file, first));
  }

  #add({ result: { text, problems } }: Evaluation): Promise<void> {
    return this.output.add({ content: text, problems });
  }
}

/** Worker threads; none where this machine has one processor. */
async function startPool(task: Task): Promise<Pool> {
  const { Pool, usefulWorkers } = await import('./pool.js');
  return new Pool(usefulWorkers(), task);
}

function engines(option: string): readonly EngineName[] {
  if (option === 'all') return ENGINE_NAMES;
  const found = ENGINE_NAMES.find((name) => name === option);
  if (found !== undefined) return [found];
  throw new UsageError(`--engine: "${option}" is not one of ${ENGINE_NAMES.join(', ')}, all.`);
}

function format(option: string | undefined, io: Io): Format {
  if (option === undefined) return io.outIsTerminal ? 'text' : 'jsonl';
  const found = FORMATS.find((name) => name === option);
  if (found !== undefined) return found;
  throw new UsageError(`--format: "${option}" is not one of ${FORMATS.join(', ')}.`);
}
