import type { Change, Span } from '../target.js';
import { pathsOf, scopeOf, type Scope } from './matchers.js';
import { headerLines } from './operations.js';
import { arg, type Directive } from './parse.js';
import type { Site } from './sites.js';

/** What has to go before a policy can be said at a place, and what stands in the way. */
export interface Old {
  readonly changes: readonly Change[];
  readonly reasons: readonly string[];
}

/** Whether a matcher is one of a place's own, not of a place with a longer name. */
export function isOwn(name: string, own: string): boolean {
  const rest = name.slice(own.length);
  return name.startsWith(own) && /^(?:-place|-preflight(?:-\d+)?|-auth(?:-\d+)?)?$/.test(rest);
}

/** Whether a path pattern lies within a place, around it, or apart from it. */
function relation(pattern: string, path: string): 'within' | 'around' | 'apart' {
  if (path === '/') return 'within';
  const prefix = pattern.replace(/\*.*$/, '').toLowerCase();
  const own = path.toLowerCase().replace(/\/$/, '');
  // `/orders*` is how many write `/orders`.
  if (prefix.startsWith(`${own}/`) || pattern.toLowerCase() === `${own}*`) return 'within';
  if (!pattern.includes('*')) return prefix === own ? 'within' : 'apart';
  return own.startsWith(prefix) ? 'around' : 'apart';
}

/** The lines of a site that send CORS headers at a place, all but its own. */
export function oldLines(text: string, site: Site, path: string, own: string): Old {
  const changes: Change[] = [];
  const reasons = new Set<string>();
  const gone = new Set<Directive>();
  const remove = (span: Span): void =>
    void changes.push({ where: `what ${path} said of CORS`, text: '', at: wholeLine(text, span) });

  const visit = (
    block: readonly Directive[],
    outer: Scope,
    above: 'within' | 'around' | 'apart',
    imported: Directive | null,
  ): void => {
    const scope = scopeOf(block, outer);
    for (const directive of block) {
      const mark = directive.imported ?? imported;
      if (isOwn(arg(directive, 0), own) || isOwn(directive.name, own)) continue;
      const relations = pathsOf(directive, scope)?.map((each) => relation(each, path)) ?? [];
      const here =
        above !== 'around' || relations.length === 0
          ? above
          : relations.every((each) => each === 'within')
            ? 'within'
            : relations.every((each) => each === 'apart')
              ? 'apart'
              : 'around';
      if (here === 'apart') continue;
      const lines = sending(directive);
      if (lines.length > 0 && here === 'around')
        reasons.add(
          `"${directive.name}" at line ${lineOf(text, directive)} sends CORS headers for more than ${path}: give it a matcher of its own path, or take it out first.`,
        );
      else if (lines.length > 0 && mark !== null) {
        if (!gone.has(mark) && onlyCors(site.body.filter((each) => each.imported === mark))) {
          gone.add(mark);
          remove(mark.span);
        } else if (!gone.has(mark))
          reasons.add(
            `The snippet imported at line ${lineOf(text, mark)} sends CORS headers and does other things, too: take the CORS headers out of it first.`,
          );
      } else if (lines.length > 0) {
        const whole = lines.length === headerLines(directive).filter(isLine).length;
        if (directive.name === 'header' && whole) remove(directive.span);
        else for (const span of lines) remove(span);
      }
      if (
        directive.block !== null &&
        directive.name !== 'header' &&
        !directive.name.startsWith('@')
      )
        visit(directive.block, scope, here, mark);
    }
  };
  visit(site.body, new Map(), path === '/' ? 'within' : 'around', null);
  return { changes, reasons: [...reasons] };
}

function isLine({ field }: { readonly field: string }): boolean {
  return field !== 'defer';
}

const SENT = /^[+?>]?access-control-/i;

/** The lines of a directive that send CORS headers, or set what an answer varies by. */
function sending(directive: Directive): readonly Span[] {
  if (directive.name === 'header_down') return SENT.test(arg(directive, 0)) ? [directive.span] : [];
  if (directive.name !== 'header') return [];
  return headerLines(directive)
    .filter(
      ({ field, rest }) =>
        SENT.test(field) || (/^[+?>]?vary$/i.test(field) && /^origin$/i.test(rest[0] ?? '')),
    )
    .map(({ span }) => span);
}

/** Whether what a snippet brings is about CORS alone. */
function onlyCors(brought: readonly Directive[]): boolean {
  return brought.every((directive) => {
    const { name, block } = directive;
    if (name.startsWith('@')) return true;
    if (name === 'header')
      return sending(directive).length === headerLines(directive).filter(isLine).length;
    if (name === 'handle' || name === 'route') return onlyCors(block ?? []);
    return name === 'respond' && directive.args.some(({ value }) => value === '204');
  });
}

function lineOf(text: string, { span }: Directive): number {
  return text.slice(0, span.start).split('\n').length;
}

/** A span with its line where it stands alone on it. */
export function wholeLine(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const after = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(span.end));
  const alone = text.slice(start, span.start).trim() === '' && after !== null;
  return alone ? { start, end: span.end + after[0].length } : span;
}
