import { readFileSync, writeFileSync } from 'node:fs';
import type { Scenario } from '../src/inputs/scenario/types.js';
import type { BrowserName, BrowserRecord, Recording } from './record.js';

/** A line of a recording's file: a scenario and what each browser did. */
export interface RecordedLine {
  readonly scenario: Scenario;
  readonly browsers: Partial<Record<BrowserName, { readonly version: string } & Recording>>;
}

/** The objects of a file of JSON lines. */
export function readJsonLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Writes scenarios with what browsers did, one a line. */
export function writeRecording(
  file: string,
  scenarios: readonly Scenario[],
  records: readonly BrowserRecord[],
): void {
  const lines = scenarios.map((scenario) => {
    const browsers = records.flatMap(({ engine, version, recordings }) => {
      const recording = recordings.get(scenario.id);
      return recording ? [[engine, { version, ...recording }] as const] : [];
    });
    return JSON.stringify({ scenario, browsers: Object.fromEntries(browsers) });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
}
