import type { Change } from '../target.js';
import type { Model } from './contexts.js';
import { modulesOf, runsBefore } from './modules.js';
import type { Statement } from './parse.js';

/** Those that answer before mod_setenv unless it is listed first. */
const EARLY = ['mod_redirect', 'mod_auth', 'mod_access'] as const;

/** Whether mod_setenv is listed, before what ends requests. */
export function isFirst(model: Model): boolean {
  const modules = modulesOf(model);
  return (
    modules.listed?.includes('mod_setenv') === true &&
    EARLY.every((each) => runsBefore(modules, 'mod_setenv', each))
  );
}

/** The changes after which mod_setenv is there, before what ends requests, and mod_redirect. */
export function moduleChanges(
  text: string,
  statements: readonly Statement[],
  model: Model,
): readonly Change[] {
  const redirects = modulesOf(model).listed?.includes('mod_redirect') === true;
  const first = isFirst(model);
  if (first && redirects) return [];
  const where = 'in server.modules, mod_setenv before the others';
  const assignment = statements.find(
    (each) => each.kind === 'assignment' && each.name === 'server.modules',
  );
  const list = assignment?.kind === 'assignment' ? assignment.value : undefined;
  const names = redirects ? '"mod_setenv"' : '"mod_setenv", "mod_redirect"';
  if (list?.kind === 'list') {
    const setenv = list.entries.find(
      ({ value }) => value.kind === 'text' && value.value === 'mod_setenv',
    );
    if (first && setenv !== undefined) {
      const { end } = setenv.span;
      return [{ where, text: ', "mod_redirect"', at: { start: end, end } }];
    }
    const at = list.span.start + 1;
    const rest = list.entries[0];
    const sameLine = rest !== undefined && !text.slice(at, rest.span.start).includes('\n');
    const put = rest === undefined ? ` ${names} ` : sameLine ? ` ${names},` : `\n    ${names},`;
    return [{ where, text: put, at: { start: at, end: at } }];
  }
  const put = `server.modules += ( ${names} )\n`;
  return [{ where: 'at the beginning of the file', text: put, at: { start: 0, end: 0 } }];
}
