import type { ConfigProblem, Span } from '../target.js';
import { headerLines, linesInForce, type HeaderLine } from './lines.js';
import { arg, named, type Directive } from './parse.js';
import { problem } from './problem.js';
import type { Scopes } from './scopes.js';

/** Methods that fetch() writes in upper case, whatever the page wrote: https://fetch.spec.whatwg.org/#concept-method-normalize */
const NORMALIZED = /^(?:delete|get|head|options|post|put)$/i;

/** Methods are compared letter by letter. */
export function lowerCase({ value, directive: { span } }: HeaderLine): ConfigProblem[] {
  if (value.includes('$')) return [];
  const odd = value
    .split(/[,\s]+/)
    .filter((word) => word !== word.toUpperCase())
    .filter((word) => NORMALIZED.test(word) || /^patch$/i.test(word));
  if (odd.length === 0) return [];
  // GET, HEAD and POST need no permission, so that no call fails; "patch" is what a page may have asked for.
  const severity = odd.some((word) => /^(?:put|delete)$/i.test(word)) ? 'error' : 'warning';
  const message = `Methods are compared letter by letter: ${odd.map((word) => `"${word}"`).join(', ')} allows no ${odd.map((word) => word.toUpperCase()).join(', ')}. Write them in upper case.`;
  return [problem('methods-in-lower-case', severity, span, message)];
}

/** Whether an `if` asks what the origin is: `~`, `~*` or `=`. */
export function asksOrigin(condition: Directive | null): boolean {
  const [left, operator] = words(condition);
  return left === '$http_origin' && /^(?:~\*?|=)$/.test(operator ?? '');
}

function words(condition: Directive | null): readonly string[] {
  return (condition?.args ?? [])
    .map(({ value }, at, all) => {
      const opened = at === 0 ? value.replace(/^\(/, '') : value;
      return at === all.length - 1 ? opened.replace(/\)$/, '') : opened;
    })
    .filter((word) => word !== '');
}

/** The pattern of an `if` that lets origins in. */
export function originPattern(condition: Directive, scopes: Scopes): ConfigProblem[] {
  const [left, operator, pattern] = words(condition);
  if (left !== '$http_origin' || !/^~\*?$/.test(operator ?? '') || pattern === undefined) return [];
  const block = condition.block ?? [];
  const echoes = headerLines(block).some(
    ({ name, value }) => name === 'access-control-allow-origin' && value.includes('$'),
  );
  // The variable that an Allow-Origin around it, or another `if`, goes by.
  const sets = named(block, 'set').some(
    (set) =>
      /cors|origin/i.test(arg(set, 0)) ||
      arg(set, 1).includes('$http_origin') ||
      linesInForce(scopes).some(({ value }) => value === arg(set, 0)),
  );
  if (!echoes && !sets) return [];
  const end = condition.args.at(-1)?.span.end ?? condition.span.end;
  return tooWide(pattern, pattern, { start: condition.span.start, end });
}

/** A pattern that origins of others match, too. */
export function tooWide(pattern: string, shown: string, span: Span): ConfigProblem[] {
  const open = !/^(?:\(\?[:i]+\)?|\()*\^/.test(pattern) || !/(?:^|[^\\])\$\)*$/.test(pattern);
  const dot = /(?<![\\[])\.(?![+*])/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''));
  if (!open && !dot) return [];
  const what = open
    ? 'is not anchored at both ends (^ and $)'
    : 'has dots that stand for any letter (write \\.)';
  const message = `"${shown}" ${what}: origins of others match it, too.`;
  return [problem('origin-pattern-too-wide', 'error', span, message)];
}
