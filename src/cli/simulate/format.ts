import { escapeControls, stringifyJson } from '../../reporters/index.js';
import { simulationRecord, type EngineRecord, type SharedRecord } from '../../simulate/index.js';

/** JSON lines, one JSON array, or a line a record for people. */
export const FORMATS = ['json', 'jsonl', 'text'] as const;
export type Format = (typeof FORMATS)[number];

/** What stands before, between and after records. */
export const FRAMES: Readonly<Record<Format, { start: string; between: string; end: string }>> = {
  json: { start: '[\n', between: ',\n', end: '\n]\n' },
  jsonl: { start: '', between: '\n', end: '\n' },
  text: { start: '', between: '\n', end: '\n' },
};

/** The JSON of what records share, in pieces; what is an engine's own goes between them. */
interface SharedText {
  readonly beforeEngine: string;
  readonly beforeFailureName: string;
  readonly beforeConsole: string;
  readonly afterConsole: string;
}

/**
 * Writes records in one of the formats. What records of a scenario share, which
 * is most of them, is made a text once.
 */
export class RecordWriter {
  readonly #format: Format;
  readonly #between: string;
  readonly #pieces: string[] = [];
  readonly #shared = new Map<SharedRecord, SharedText>();

  constructor(format: Format) {
    this.#format = format;
    this.#between = FRAMES[format].between;
  }

  /** Adds the records of one scenario. */
  add(records: readonly EngineRecord[]): void {
    for (const record of records) {
      if (this.#pieces.length > 0) this.#pieces.push(this.#between);
      if (this.#format === 'text') this.#pieces.push(textLine(record));
      else this.#addJson(record);
    }
    this.#shared.clear();
  }

  /** All records, with what stands between them but not around them. */
  get text(): string {
    return this.#pieces.join('');
  }

  /** As JSON.stringify() writes the record as a whole. */
  #addJson({ shared, engine, failureName, console }: EngineRecord): void {
    let text = this.#shared.get(shared);
    if (text === undefined) this.#shared.set(shared, (text = sharedText(shared)));
    this.#pieces.push(text.beforeEngine, engine, text.beforeFailureName);
    if (failureName !== null) this.#pieces.push(`,"${engine}":"${failureName}"`);
    const lines = console.length === 0 ? '[]' : stringifyJson(console);
    this.#pieces.push(text.beforeConsole, lines, text.afterConsole);
  }
}

function sharedText(shared: SharedRecord): SharedText {
  const { id, verdict, response, requests, failure, causes, index } = shared;
  const before = stringifyJson({ verdict, response, requests, failure }).slice(1, -1);
  // Where there is a failure its closing brace is left for after the engine's name for it.
  const open = failure === null ? before : before.slice(0, -1);
  return {
    beforeEngine: `{"id":${stringifyJson(id)},"engine":"`,
    beforeFailureName: `",${open}`,
    beforeConsole: failure === null ? ',"console":' : '},"console":',
    afterConsole: `,${stringifyJson(index === undefined ? { causes } : { causes, index }).slice(1)}`,
  };
}

function textLine(record: EngineRecord): string {
  const { id, index, engine, verdict, failure, causes } = simulationRecord(record);
  const name = `${id}${index === undefined ? '' : `[${index}]`}`;
  const code = failure === null ? '' : `  ${String(failure['during'])}: ${String(failure['code'])}`;
  const cause = causes[0] && causes[0].role !== 'advice' ? `  (${causes[0].rule})` : '';
  return escapeControls(`${engine.padEnd(8)}  ${verdict.padEnd(7)}  ${name}${code}${cause}`);
}
