import type { CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { applyChanges } from '../support/apply.js';
import { indentAt } from '../support/position.js';
import type { Change, Emission, Place, Source, Span } from '../target.js';
import { rulePattern, UNSET, variableOf, written, type Written } from './directives.js';
import {
  answersPreflights,
  corsLines,
  mentions,
  preflightRules,
  removed,
  unusedVariables,
  without,
} from './own.js';
import { named, parse, type Directive } from './parse.js';
import { rulesOf, type Rule } from './rewrite.js';
import { notes, placeOf, type ApachePlace } from './place.js';
import { serverFor, siteOf } from './servers.js';

const RELOAD = 'apachectl configtest && apachectl graceful';

/**
 * The least change after which the location of a place says a policy: a variable
 * that holds the origin that may be echoed, a rule that answers preflights before
 * authentication, and the headers on every answer.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { text, file } = existing;
  const { directives, faults } = parse(text);
  const reasons = faults.slice(0, 1).map(({ message }) => `${file} does not parse: ${message}`);
  const url = parseUrl(place.origin + place.path);
  if (url === null)
    return { kind: 'cannot', reasons: [...reasons, `${place.origin} is no origin.`] };
  const site = siteOf(file, directives);
  const server = serverFor(site, url);
  const found = placeOf(site, server, text, place.path);
  if (!('own' in found)) return { kind: 'cannot', reasons: [...reasons, ...found.reasons] };
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const pattern = site.htaccess ? '^' : rulePattern(place.path);
  const changes = changesFor(text, found, place.path, pattern, policy);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const put = changes.map((change) => ({ ...change, text: change.text.replaceAll('\n', eol) }));
  const same = applyChanges(text, put) === text;
  return {
    kind: 'change',
    changes: same ? [] : put,
    reload: site.htaccess ? 'Apache reads .htaccess anew with each request.' : RELOAD,
    notes: same ? [] : notes(site, server, url.hostname, place.path),
  };
}

function changesFor(
  text: string,
  place: ApachePlace,
  path: string,
  pattern: string,
  policy: CorsPolicy,
): readonly Change[] {
  const { scope, host, own, everything } = place;
  const rules = preflightRules(scope, pattern).filter(
    ({ rule }) => everything || rule.args[0]?.value === pattern,
  );
  const inner = preflightRules(own?.block ?? [], pattern);
  const gone = new Set([
    ...corsLines(own?.block ?? []),
    ...(everything ? corsLines(host) : []),
    ...[...rules, ...inner].flatMap(({ conditions, rule }) => [...conditions, rule]),
  ]);
  const spans = (): readonly Span[] =>
    unique([...removed(host, gone), ...removed(own?.block ?? [], gone)]);
  for (const each of unusedVariables([...scope, ...(own?.block ?? [])], text, spans()))
    gone.add(each);
  const lines = linesFor(
    policy,
    place,
    freeName(variableOf(path), without(text, spans())),
    pattern,
  );
  // A section that holds nothing but what goes is taken out itself, unless it is filled anew.
  const block = own?.block ?? [];
  const emptied =
    lines.headers.length === 0 && block.length > 0 && block.every((each) => gone.has(each));
  const old = unique([...spans(), ...(own !== null && emptied ? [own.span] : [])]).map(
    (span): Change => ({
      where: `what was said of CORS at ${path}`,
      text: '',
      at: wholeLines(text, span),
    }),
  );
  const made = insertions(text, place, path, pattern, lines, gone).map((change) =>
    outside(change, old),
  );
  return [...old, ...made].toSorted((a, b) => (a.at?.start ?? 0) - (b.at?.start ?? 0));
}

function linesFor(
  policy: CorsPolicy,
  { covered }: ApachePlace,
  variable: string,
  pattern: string,
): Written {
  if (policy.origins.length > 0) return written(policy, variable, pattern);
  return { environment: [], rules: [], headers: covered ? UNSET : [] };
}

/** A variable's name that the rest of the text does not use: another pattern in it would let others in. */
function freeName(name: string, left: string): string {
  let free = name;
  for (let number = 2; mentions(left, free); number++) free = `${name}_${number}`;
  return free;
}

/** What is put into something that goes is put before it. */
function outside(change: Change, old: readonly Change[]): Change {
  const start = change.at?.start ?? 0;
  const around = old.find(({ at }) => at !== null && at.start < start && start < at.end);
  const to = around?.at?.start ?? start;
  return { ...change, at: { start: to, end: to } };
}

function insertions(
  text: string,
  { scope, own, before }: ApachePlace,
  path: string,
  pattern: string,
  lines: Written,
  gone: ReadonlySet<Directive>,
): readonly Change[] {
  if (lines.headers.length === 0) return [];
  const engine = named(scope, 'rewriteengine').length > 0 || lines.rules.length === 0;
  const rules = [...(engine ? [] : ['RewriteEngine On']), ...lines.rules];
  const section = own?.span.start ?? before.offset;
  const atRules = rulesAt(scope, pattern) ?? before.rules ?? section;
  const variable = named(scope, 'setenvif').find((each) => gone.has(each));
  const atVariable = variable?.span.start ?? atRules;
  const changes: Change[] = [];
  const at = (where: string, offset: number, block: readonly string[], indent: string): void => {
    if (block.length === 0) return;
    const start = lineStart(text, offset);
    const alone = start === 0 || text[start - 1] === '\n';
    const body = block.map((line) => `${indent}${line}\n`).join('');
    changes.push({ where, text: alone ? body : `\n${body}`, at: { start, end: start } });
  };
  const indent = before.indent;
  at(`in ${before.where}`, atVariable, lines.environment, indent);
  at(`in ${before.where}, before other rules`, atRules, rules, indent);
  if (before.whole)
    at(
      `in ${before.where}`,
      headersAt(own?.block ?? scope, gone) ?? before.offset,
      lines.headers,
      indent,
    );
  else if (own === null)
    at(
      `in ${before.where}, a section of its own`,
      before.offset,
      [`<Location "${path}">`, ...lines.headers.map((line) => `    ${line}`), '</Location>'],
      indent,
    );
  else {
    const end = own.inner?.end ?? own.span.end;
    const offset = headersAt(own.block ?? [], gone) ?? end;
    const [child] = own.block ?? [];
    const outer = indentAt(text, own.span.start);
    const deeper = child === undefined ? '' : indentAt(text, child.span.start);
    at(
      `in <Location "${path}">`,
      offset,
      lines.headers,
      deeper.length > outer.length ? deeper : `${outer}    `,
    );
  }
  return changes;
}

/**
 * Where the rules of a place go: where they are, unless one that does something else
 * comes first; then before that. Null where there are no rules.
 */
function rulesAt(scope: readonly Directive[], pattern: string): number | null {
  const rules = rulesOf(scope);
  const stop = rules.find(
    (each) => answersPreflights(each) && each.rule.args[0]?.value === pattern,
  );
  const other = rules.find((each) => !answersPreflights(each));
  const at = ({ conditions, rule }: Rule): number => (conditions[0] ?? rule).span.start;
  if (stop !== undefined && (other === undefined || at(stop) < at(other))) return at(stop);
  const [first] = rules;
  return first === undefined ? null : at(other ?? first);
}

/** Where the headers stood that go, so that what is there already stays where it is. */
function headersAt(block: readonly Directive[], gone: ReadonlySet<Directive>): number | null {
  return block.find((each) => each.name === 'header' && gone.has(each))?.span.start ?? null;
}

function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(start, offset).trim() === '' ? start : offset;
}

/** A span with the white space before it and its line end. */
function wholeLines(text: string, { start, end }: Span): Span {
  const newline = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end))?.[0].length ?? 0;
  return { start: lineStart(text, start), end: end + newline };
}

/** Spans of which one lies within another are one. */
function unique(spans: readonly Span[]): readonly Span[] {
  return spans.filter(
    (span, index) =>
      !spans.some(
        (other, each) =>
          each !== index &&
          other.start <= span.start &&
          span.end <= other.end &&
          (other.end - other.start > span.end - span.start || each < index),
      ),
  );
}
