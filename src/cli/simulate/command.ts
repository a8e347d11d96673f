import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ENGINE_NAMES, ENGINES, type Engine } from '../../engines/index.js';
import { readScenario } from '../../inputs/index.js';
import { runScenario } from '../../simulate/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { createWriter, type RecordWriter } from './writer.js';

export interface SimulateOptions {
  readonly engine: string;
  readonly format?: string;
}

/**
 * `whycors simulate`: runs scenarios as a stream, one after the other. A line
 * that cannot be used is named on standard error and costs only itself.
 * @returns the exit code: 2 when any line or file could not be used; verdicts do not change it
 */
export async function simulateCommand(
  files: readonly string[],
  options: SimulateOptions,
  io: Io,
): Promise<number> {
  const run = new Run(engines(options.engine), createWriter(format(options.format, io), io), io);
  await run.writer.begin();
  for (const file of files) await run.file(file);
  await run.writer.end();
  return run.failed ? EXIT.usage : EXIT.allowed;
}

class Run {
  failed = false;
  readonly writer: RecordWriter;
  readonly #engines: readonly Engine[];
  readonly #io: Io;

  constructor(engines: readonly Engine[], writer: RecordWriter, io: Io) {
    this.#engines = engines;
    this.writer = writer;
    this.#io = io;
  }

  async file(file: string): Promise<void> {
    const name = file === '-' ? '<stdin>' : file;
    try {
      if (file.endsWith('.json')) await this.#document(name, await readFile(file, 'utf8'));
      else await this.#lines(name, file === '-' ? process.stdin : createReadStream(file));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      this.#bad(name, code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`);
    }
  }

  /** A .json file: one scenario, or an array of them. It is read whole. */
  async #document(name: string, text: string): Promise<void> {
    const json = this.#parse(name, text);
    if (json === undefined) return;
    if (!Array.isArray(json)) return this.#scenario(name, json);
    for (let i = 0; i < json.length; i++) await this.#scenario(`${name}[${i}]`, json[i]);
  }

  async #lines(name: string, input: Readable): Promise<void> {
    let number = 0;
    input.setEncoding('utf8');
    // A failing stream would otherwise end the loop without a word.
    const failure = new Promise<never>((_, reject) => input.once('error', reject));
    failure.catch(() => undefined);
    const lines = createInterface({ input, crlfDelay: Infinity });
    for await (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const json = this.#parse(`${name}:${number}`, line);
      if (json !== undefined) await this.#scenario(`${name}:${number}`, json);
    }
    if (input.errored) await failure;
  }

  #parse(place: string, text: string): unknown {
    try {
      return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
    } catch (error) {
      this.#bad(place, `$ is no JSON (${(error as Error).message})`);
      return undefined;
    }
  }

  async #scenario(place: string, json: unknown): Promise<void> {
    const { value, problems } = readScenario(json);
    if (value === null) {
      for (const { path, message } of problems) this.#bad(place, `${path} ${message}`);
      return;
    }
    for (const engine of this.#engines) {
      for (const record of runScenario(value, engine)) {
        const wait = this.writer.write(record);
        if (wait) await wait;
      }
    }
  }

  #bad(place: string, message: string): void {
    this.failed = true;
    this.#io.err(`whycors: ${place}: ${message}\n`);
  }
}

function engines(option: string): Engine[] {
  if (option === 'all') return ENGINE_NAMES.map((name) => ENGINES[name]);
  const found = ENGINE_NAMES.find((name) => name === option);
  if (found !== undefined) return [ENGINES[found]];
  throw new UsageError(`--engine: "${option}" is not one of ${ENGINE_NAMES.join(', ')}, all.`);
}

function format(option: string | undefined, io: Io): 'json' | 'jsonl' | 'text' {
  if (option === undefined) return io.outIsTerminal ? 'text' : 'jsonl';
  if (option === 'json' || option === 'jsonl' || option === 'text') return option;
  throw new UsageError(`--format: "${option}" is not one of json, jsonl, text.`);
}
