import type { Span } from '../target.js';
import { headerLine } from './headers.js';
import { named, type Directive } from './parse.js';
import { flagsOf, rulesOf, type Rule } from './rewrite.js';
import { isConditional } from './servers.js';

/** Whether a Header line is about CORS and nothing else. */
export function isCorsLine(directive: Directive): boolean {
  const line = headerLine(directive);
  if (line === null) return false;
  const { name, value } = line;
  return /^access-control-/i.test(name) || (/^vary$/i.test(name) && /^origin$/i.test(value));
}

/** Sections whose directives stand for those around them. */
function isTransparent(section: Directive): boolean {
  return isConditional(section) || /^(?:if|elseif|else|limit|limitexcept)$/.test(section.name);
}

/** Every CORS line of a scope, also in `<IfModule>`, `<If>` and `<Limit>` of it. */
export function corsLines(block: readonly Directive[]): readonly Directive[] {
  return block.flatMap((each) =>
    each.block !== null && isTransparent(each)
      ? corsLines(each.block)
      : isCorsLine(each)
        ? [each]
        : [],
  );
}

/** Spans of what of a scope goes when these directives go: whole sections where nothing is left. */
export function removed(
  block: readonly Directive[],
  gone: ReadonlySet<Directive>,
): readonly Span[] {
  const all = (each: Directive): boolean =>
    gone.has(each) ||
    (each.block !== null && isTransparent(each) && each.block.length > 0 && each.block.every(all));
  return block.flatMap((each) => {
    if (all(each)) return [each.span];
    return each.block !== null && isTransparent(each) ? removed(each.block, gone) : [];
  });
}

/** The rewriting that answers OPTIONS and does nothing else: the set-up that the web recommends, and our own. */
export function preflightRules(block: readonly Directive[], own: string): readonly Rule[] {
  return rulesOf(block).filter(({ conditions, rule }) => {
    const status = flagsOf(rule).get('R');
    if (status === undefined || !/^20[04]$/.test(status)) return false;
    if (rule.args[0]?.value === own && status === '204') return true;
    return (
      conditions.some(isOptions) &&
      conditions.every(
        (each) => isOptions(each) || /^%\{HTTP:Origin\}$/i.test(each.args[0]?.value ?? ''),
      ) &&
      /^(?:\^|\.\*|\^\(\.\*\)\$|\^\.\*\$|\(\.\*\))$/.test(rule.args[0]?.value ?? '')
    );
  });
}

/** Whether a rule answers preflights and looks at nothing that another rule changes. */
export function answersPreflights({ conditions, rule }: Rule): boolean {
  return (
    conditions.some(isOptions) && rule.args[1]?.value === '-' && flagsOf(rule).get('R') === '204'
  );
}

function isOptions({ args }: Directive): boolean {
  return (
    /^%\{REQUEST_METHOD\}$/i.test(args[0]?.value ?? '') &&
    /^(?:=|\^)?OPTIONS\$?$/.test(args[1]?.value ?? '')
  );
}

/** SetEnvIf lines about Origin whose variables stand nowhere else in what is left of a text. */
export function unusedVariables(
  block: readonly Directive[],
  text: string,
  gone: readonly Span[],
): readonly Directive[] {
  const lines = named(block, 'setenvif', 'setenvifnocase').filter((each) =>
    /^origin$/i.test(each.args[0]?.value ?? ''),
  );
  const left = without(text, [...gone, ...lines.map(({ span }) => span)]);
  return lines.filter((line) => variablesOf(line).every((name) => !mentions(left, name)));
}

/** A text without some of it. */
export function without(text: string, spans: readonly Span[]): string {
  return spans
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

/** Whether a text has a variable's name, as a word of its own. */
export function mentions(text: string, name: string): boolean {
  return text.split(/\W+/).includes(name);
}

/** The variables that a SetEnvIf line sets. */
function variablesOf({ args }: Directive): readonly string[] {
  return args.slice(2).map(({ value }) => value.replace(/^!|=.*$/gs, ''));
}
