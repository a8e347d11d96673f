import { readFile } from 'node:fs/promises';
import { WORDING } from '../reporters/wording/index.generated.js';
import type { RuleId } from '../rules/index.js';
import { InputError } from './input-error.js';

/** The ids of all root causes. */
export const ruleIds: readonly RuleId[] = Object.keys(WORDING) as RuleId[];

/**
 * The page about a root cause, Markdown: what it is, why, and how to mend it.
 * @throws InputError (the promise) for an id that is none
 */
export async function explainRule(id: string): Promise<string> {
  if (!ruleIds.some((known) => known === id))
    throw new InputError([{ path: 'id', message: `there is no rule "${id}".` }]);
  // The pages are installed beside dist/.
  return readFile(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8');
}
