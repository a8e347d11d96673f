import { escapeControls, stringifyJson } from '../../reporters/index.js';
import type { SimulationRecord } from '../../simulate/index.js';

/** JSON lines, one JSON array, or a line a record for people. */
export const FORMATS = ['json', 'jsonl', 'text'] as const;
export type Format = (typeof FORMATS)[number];

/** What stands before, between and after records. */
export const FRAMES: Readonly<Record<Format, { start: string; between: string; end: string }>> = {
  json: { start: '[\n', between: ',\n', end: '\n]\n' },
  jsonl: { start: '', between: '\n', end: '\n' },
  text: { start: '', between: '\n', end: '\n' },
};

/**
 * Writes records in one of the formats, without what stands around them. What
 * records of a scenario share, which is most of them, is written once: the
 * parts are told apart by their identity.
 */
export class RecordFormatter {
  readonly #format: Format;
  readonly #shared = new Map<object, string>();

  constructor(format: Format) {
    this.#format = format;
  }

  /** The records of one scenario, each as one text. */
  scenario(records: readonly SimulationRecord[]): string[] {
    if (this.#format === 'text') return records.map((record) => textLine(record));
    const texts = records.map((record) => this.#json(record));
    this.#shared.clear();
    return texts;
  }

  /** As JSON.stringify() writes the record. */
  #json(record: SimulationRecord): string {
    let text = '';
    let lead = '{';
    for (const [key, value] of Object.entries(record) as [string, unknown][]) {
      text += `${lead}"${key}":${this.#part(value)}`;
      lead = ',';
    }
    return `${text}}`;
  }

  #part(value: unknown): string {
    if (typeof value !== 'object' || value === null) return stringifyJson(value);
    let text = this.#shared.get(value);
    if (text === undefined) this.#shared.set(value, (text = stringifyJson(value)));
    return text;
  }
}

function textLine(record: SimulationRecord): string {
  const { id, index, engine, verdict, failure, causes } = record;
  const name = `${id}${index === undefined ? '' : `[${index}]`}`;
  const code = failure === null ? '' : `  ${String(failure['during'])}: ${String(failure['code'])}`;
  const cause = causes[0] && causes[0].role !== 'advice' ? `  (${causes[0].rule})` : '';
  return escapeControls(`${engine.padEnd(8)}  ${verdict.padEnd(7)}  ${name}${code}${cause}`);
}
