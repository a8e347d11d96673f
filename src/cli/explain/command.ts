import { readFile } from 'node:fs/promises';
import { createStyle, WORDING } from '../../reporters/index.js';
import { wrap } from '../../reporters/text/layout.js';
import type { RuleId } from '../../rules/index.js';
import { nearest } from '../nearest.js';
import { UsageError, type Io } from '../io.js';
import { renderMarkdown } from './markdown.js';

/** `whycors explain [rule]`: the page about a root cause, or the list of all. @returns the exit code */
export async function explainCommand(rule: string | undefined, io: Io): Promise<number> {
  const style = createStyle(io.colour, io.columns);
  const ids = Object.keys(WORDING) as RuleId[];
  if (rule === undefined) {
    const width = Math.max(...ids.map((id) => id.length));
    const rows = ids.flatMap((id) =>
      wrap(WORDING[id].title, style.width - width - 4).map(
        (line, index) => `  ${style.code((index === 0 ? id : '').padEnd(width))}  ${line}`,
      ),
    );
    await io.out(
      `Root causes that whycors knows:\n\n${rows.join('\n')}\n\nwhycors explain RULE tells more.\n`,
    );
    return 0;
  }
  const id = ids.find((known) => known === rule);
  if (id === undefined) {
    const near = nearest(rule, ids);
    const hint = near === null ? 'whycors explain lists them all.' : `Did you mean ${near}?`;
    throw new UsageError(`explain: there is no rule "${rule}". ${hint}`);
  }
  const page = await readFile(pageOf(id), 'utf8');
  await io.out(`${renderMarkdown(page, style)}\n`);
  return 0;
}

/** The pages are installed beside dist/, and this file is bundled to dist/bin/. */
function pageOf(id: RuleId): URL {
  return new URL(`../../docs/rules/${id}.md`, import.meta.url);
}
