import { criterionOf, matches, type Criterion } from './criterion.js';
import type { Exchange } from './exchange.js';
import { word, type Line, type Section, type Word } from './parse.js';
import type { Condition, Rule } from './rules.js';
import { linesOf } from './site.js';

/** One term of a condition: `!METH_OPTIONS`, `is_api`, `{ path_beg /api }`. */
export interface Term {
  readonly negated: boolean;
  /** What may hold, any of them; several for an ACL of several lines. */
  readonly criteria: readonly Criterion[];
  /** The ACL's name; null for braces. */
  readonly name: string | null;
  /** null for an ACL that does not exist. */
  readonly known: boolean;
  readonly span: Word['span'];
}

/** https://docs.haproxy.org/2.6/configuration.html#7.4 */
const PREDEFINED: Readonly<Record<string, string>> = {
  FALSE: 'always_false',
  TRUE: 'always_true',
  METH_CONNECT: 'method CONNECT',
  METH_DELETE: 'method DELETE',
  METH_GET: 'method GET HEAD',
  METH_HEAD: 'method HEAD',
  METH_OPTIONS: 'method OPTIONS',
  METH_POST: 'method POST',
  METH_PUT: 'method PUT',
  METH_TRACE: 'method TRACE',
  HTTP: 'always_true',
  HTTP_URL_SLASH: 'path_beg /',
  HTTP_CONTENT: 'req.hdr_cnt(content-length) gt 0',
  LOCALHOST: 'src',
};

const made = new WeakMap<Rule, readonly (readonly Term[])[]>();

/** A rule's condition as alternatives of terms that must all hold; one empty alternative for none. */
export function alternativesOf(rule: Rule): readonly (readonly Term[])[] {
  const { condition, scope } = rule;
  if (condition === null) return [[]];
  const known = made.get(rule);
  if (known !== undefined) return known;
  const alternatives = read(condition, scope);
  made.set(rule, alternatives);
  return alternatives;
}

function read({ words }: Condition, scope: Section): readonly (readonly Term[])[] {
  const alternatives: Term[][] = [[]];
  let negated = false;
  for (let i = 0; i < words.length; i++) {
    const { value = '', span = { start: 0, end: 0 } } = words[i] ?? {};
    if (value === '||' || value.toLowerCase() === 'or') {
      alternatives.push([]);
      continue;
    }
    const bare = value.replace(/^!+/, '');
    if ((value.length - bare.length) % 2 === 1) negated = !negated;
    if (bare === '') continue;
    if (bare === '{') {
      const close = words.findIndex((each, at) => at > i && each.value === '}');
      const end = close < 0 ? words.length : close;
      const criteria = [criterionOf(words.slice(i + 1, end))];
      const last = words[Math.min(end, words.length - 1)]?.span.end ?? span.end;
      const whole = { start: span.start, end: last };
      alternatives.at(-1)?.push({ negated, criteria, name: null, known: true, span: whole });
      i = end;
    } else alternatives.at(-1)?.push({ negated, ...named(bare, scope), name: bare, span });
    negated = false;
  }
  return alternatives;
}

/** The lines of an ACL of the section, or a predefined one. */
function named(name: string, scope: Section): Pick<Term, 'criteria' | 'known'> {
  const lines = aclLines(scope).filter((line) => word(line, 1) === name);
  if (lines.length > 0)
    return { criteria: lines.map(({ words }) => criterionOf(words.slice(2))), known: true };
  const predefined = PREDEFINED[name];
  const known = predefined !== undefined || /^(?:HTTP_|REQ_|RDP_|WAIT_END|LOCALHOST)/.test(name);
  const words = (predefined ?? '')
    .split(' ')
    .map((value) => ({ value, span: { start: 0, end: 0 } }));
  return { criteria: predefined === undefined ? [] : [criterionOf(words)], known };
}

/** The `acl` lines of a section. */
export function aclLines(section: Section): readonly Line[] {
  return linesOf(section, 'acl');
}

/** Whether a rule applies. */
export function applies(rule: Rule, exchange: Exchange): boolean {
  const holds = alternativesOf(rule).some((terms) =>
    terms.every(
      ({ negated, criteria }) => negated !== criteria.some((each) => matches(each, exchange)),
    ),
  );
  return rule.condition?.unless === true ? !holds : holds;
}
