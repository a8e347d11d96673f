import { readFileSync } from 'node:fs';
import type { Scenario } from '../../src/inputs/scenario/types.js';
import type { RuleId } from '../../src/rules/index.js';

/** What a page in docs/rules/ consists of. */
export interface Page {
  readonly title: string;
  readonly headings: readonly string[];
  /** The rules that it says are something else. */
  readonly neighbours: readonly string[];
  /** Its example, as JSON that nothing has checked yet. */
  readonly example: Scenario | null;
}

/** Reads the page of a rule. @throws when there is none, or when its example is not JSON. */
export function readPage(id: RuleId): Page {
  const text = readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8');
  const example = /^```json scenario\n([^]*?)^```$/m.exec(text)?.[1];
  return {
    title: /^# (.*)/.exec(text)?.[1] ?? '',
    headings: [...text.matchAll(/^## (.*)/gm)].map((match) => match[1]!),
    neighbours: [...text.matchAll(/^- `([a-z-]+)`/gm)].map((match) => match[1]!),
    example: example === undefined ? null : (JSON.parse(example) as Scenario),
  };
}
