import type { Change, Place, Span } from '../target.js';
import { allStatements, expressionsOf, isOurs } from './own.js';
import type { Part, Statement } from './parse.js';

/**
 * The user's own CORS lines, where the file tells no hosts and paths apart and the
 * place is all of it: they go. Elsewhere they stay for those whom they serve, and
 * are overruled at the place.
 */
export function oldLines(text: string, parts: readonly Part[], place: Place): readonly Change[] {
  const own = parts.filter((part) => part.kind === 'sub' && !isOurs(part));
  const bodies = own.flatMap((part) => (part.kind === 'sub' ? [part.body] : []));
  const apart = bodies
    .flatMap(allStatements)
    .flatMap(expressionsOf)
    .some(
      ({ kind, ...rest }) => kind === 'name' && 'value' in rest && rest.value === 'req.http.host',
    );
  if (place.path !== '/' || apart) return [];
  return bodies.flatMap((body) => removable(body)).map((span) => removal(text, span));
}

/** Statements that send CORS headers, or a block of nothing else. */
function removable(body: readonly Statement[]): readonly Span[] {
  return body.flatMap((statement) => {
    if (isCors(statement)) return [statement.span];
    if (statement.kind !== 'if') return [];
    const inside = statement.branches.map((branch) => branch.body);
    const all = inside.every((each) => each.length > 0 && each.every(isOnlyCors));
    return all ? [statement.span] : inside.flatMap(removable);
  });
}

function isOnlyCors(statement: Statement): boolean {
  if (isCors(statement)) return true;
  return (
    statement.kind === 'if' &&
    statement.branches.every(({ body }) => body.length > 0 && body.every(isOnlyCors))
  );
}

function isCors(statement: Statement): boolean {
  if (statement.kind !== 'set' && statement.kind !== 'unset') return false;
  const { target } = statement;
  if (/^(?:resp|beresp)\.http\.access-control-/.test(target)) return true;
  return (
    statement.kind === 'set' &&
    /^(?:resp|beresp)\.http\.vary$/.test(target) &&
    statement.value.kind === 'text' &&
    /^origin$/i.test(statement.value.value)
  );
}

function removal(text: string, { start, end }: Span): Change {
  const lead = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start))?.[1];
  const trail = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end))?.[0];
  const at =
    lead === undefined || trail === undefined
      ? { start, end }
      : { start: start - lead.length, end: end + trail.length };
  return { where: 'the old lines', text: '', at };
}
