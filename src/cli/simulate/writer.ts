import { escapeControls, stringifyJson } from '../../reporters/index.js';
import type { SimulationRecord } from '../../simulate/index.js';
import type { Io } from '../io.js';

/** Writes records as they come. */
export interface RecordWriter {
  begin(): Promise<void> | void;
  /** A promise when the reader is slower than we are. */
  write(record: SimulationRecord): Promise<void> | void;
  end(): Promise<void> | void;
}

/** Characters to gather before they are written: a system call a record would cost more than the simulation. */
const CHUNK = 65_536;

/** A writer for one of the formats: JSON lines, one JSON array, or a line a record for people. */
export function createWriter(format: 'json' | 'jsonl' | 'text', io: Io): RecordWriter {
  let buffer = '';
  let first = true;
  const flush = (): Promise<void> | void => {
    const text = buffer;
    buffer = '';
    return text === '' ? undefined : io.out(text);
  };
  const line = (record: SimulationRecord): string => {
    if (format === 'text') return `${textLine(record)}\n`;
    if (format === 'jsonl') return `${stringifyJson(record)}\n`;
    const start = first ? '' : ',\n';
    first = false;
    return start + stringifyJson(record);
  };
  return {
    begin: () => void (buffer = format === 'json' ? '[\n' : ''),
    write: (record) => {
      buffer += line(record);
      return buffer.length >= CHUNK ? flush() : undefined;
    },
    end: () => {
      if (format === 'json') buffer += '\n]\n';
      return flush();
    },
  };
}

function textLine(record: SimulationRecord): string {
  const { id, index, engine, verdict, failure, causes } = record;
  const name = `${id}${index === undefined ? '' : `[${index}]`}`;
  const code = failure === null ? '' : `  ${String(failure['during'])}: ${String(failure['code'])}`;
  const cause = causes[0] && causes[0].role !== 'advice' ? `  (${causes[0].rule})` : '';
  return escapeControls(`${engine.padEnd(8)}  ${verdict.padEnd(7)}  ${name}${code}${cause}`);
}
