import { isPublicSuffix } from '../../cookies/registrable-domain.js';
import { validatePolicy, type PolicyProblemCode } from '../../policy/index.js';
import type { Finding } from '../../reporters/lint/index.js';
import { policyWords } from '../../reporters/wording/policy.js';
import {
  lineAt,
  positionsIn,
  type ConfigProblem,
  type FileTarget,
  type Route,
  type Source,
  type Span,
} from '../../targets/index.js';

/** In lines that are about CORS. */
const CORS = /access-control|cors/i;

/**
 * Of a policy these are noise, which counts where the file itself says it: names
 * and numbers that it does not have are the server's defaults.
 */
const NOISE: ReadonlySet<PolicyProblemCode> = new Set([
  'forbidden-method',
  'forbidden-request-header',
  'safelisted-request-header',
  'forbidden-exposed-header',
  'safelisted-exposed-header',
  'max-age-over-limit',
  'no-methods',
]);

/** What readers call the same where they find it themselves. */
const SAME_AS: Partial<Readonly<Record<PolicyProblemCode, readonly string[]>>> = {
  'any-origin-with-credentials': ['wildcard-with-credentials', 'allow-origin-not-valid'],
};

/**
 * Everything wrong with CORS in a configuration, in the order of the text: what
 * the target's reader finds, and what is wrong with each route's policy.
 */
export function findings(source: Source, target: FileTarget): readonly Finding[] {
  const { value, problems } = target.read(source);
  return findingsOf(source, target.id, problems, value?.routes ?? []);
}

/** The same for what was read before. */
export function findingsOf(
  source: Source,
  target: string,
  problems: readonly ConfigProblem[],
  routes: readonly Pick<Route, 'policy' | 'span'>[],
): readonly Finding[] {
  const position = positionsIn(source.text);
  const all = [
    ...problems,
    ...routes.flatMap((route) => policyProblems(source.text, route, problems)),
  ];
  const seen = new Set<string>();
  return all
    .filter((problem) => {
      const key = [problem.rule, problem.span.start, problem.span.end, problem.message].join(' ');
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(({ rule, severity, span, message }) => ({
      file: source.file,
      target,
      rule,
      severity,
      message,
      start: position(span.start),
      end: position(span.end),
      line: lineAt(source.text, span.start),
    }));
}

function policyProblems(
  text: string,
  { policy, span }: Pick<Route, 'policy' | 'span'>,
  known: readonly ConfigProblem[],
): ConfigProblem[] {
  if (policy === null) return [];
  // The target's own finding about the same knows where exactly it is said.
  const said = new Set(known.filter((each) => within(each.span, span)).map(({ rule }) => rule));
  return validatePolicy(policy, { publicSuffix: isPublicSuffix }).flatMap((problem) => {
    const { code, severity, value } = problem;
    if ([code, ...(SAME_AS[code] ?? [])].some((each) => said.has(each))) return [];
    const place = value === '' || value === '*' ? null : find(text, span, value);
    if (place === null && NOISE.has(code)) return [];
    const { what, remedy } = policyWords(problem);
    const at = place ?? corsLine(text, span) ?? span;
    return [{ rule: code, severity, span: at, message: `${what} ${remedy}` }];
  });
}

function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** Where a route says a value, as a word of its own; null where it does not, literally. */
function find(text: string, { start, end }: Span, value: string): Span | null {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = new RegExp(`(?<![\\w-])${literal}(?![\\w-])`, 'gi');
  const places = [...text.slice(start, end).matchAll(word)].map(({ index }) => start + index);
  // The same word may stand in lines that are about something else: `proxy_set_header Host`.
  const at = places.find((place) => CORS.test(lineAt(text, place))) ?? places[0];
  return at === undefined ? null : { start: at, end: at + value.length };
}

/** The first line of a route that is about CORS and no comment, without its white space; null where none is. */
function corsLine(text: string, { start, end }: Span): Span | null {
  for (const { 0: line, index } of text.slice(start, end).matchAll(/\S.*/g)) {
    if (!CORS.test(line) || /^(?:#|\/\/|<!--)/.test(line)) continue;
    return { start: start + index, end: start + index + line.trimEnd().length };
  }
  return null;
}
