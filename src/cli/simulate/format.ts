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

/** One record in one of the formats, without what stands around it. */
export function formatRecord(record: SimulationRecord, format: Format): string {
  return format === 'text' ? textLine(record) : stringifyJson(record);
}

function textLine(record: SimulationRecord): string {
  const { id, index, engine, verdict, failure, causes } = record;
  const name = `${id}${index === undefined ? '' : `[${index}]`}`;
  const code = failure === null ? '' : `  ${String(failure['during'])}: ${String(failure['code'])}`;
  const cause = causes[0] && causes[0].role !== 'advice' ? `  (${causes[0].rule})` : '';
  return escapeControls(`${engine.padEnd(8)}  ${verdict.padEnd(7)}  ${name}${code}${cause}`);
}
