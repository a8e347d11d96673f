import { literalOrigin } from '../support/literal-origin.js';
import type { ConfigProblem, Span } from '../target.js';
import { patternOrigin } from '../support/origin-regex.js';
import { allRules, originCriteria } from './candidates.js';
import { alternativesOf } from './condition.js';
import type { Criterion } from './criterion.js';
import { isFollowed, needsRequest, requestHeaderOf } from './expression.js';
import { expressionsOf, hasAlias } from './format.js';
import { word } from './parse.js';
import type { Rule } from './rules.js';
import type { Site } from './site.js';

const ECHO = 'Keep the origin in a variable when an ACL matches it, and send that.';

type Severity = ConfigProblem['severity'];

function problem(rule: string, severity: Severity, span: Span, message: string): ConfigProblem {
  return { rule, severity, span, message };
}

/** Actions that may answer, or change what is asked for, in a way that is not followed. */
const FOREIGN =
  /^(?:lua\.|use-service$|cache-|replace-(?:path|pathq|uri)$|set-(?:uri|pathq|method)$|normalize-uri$)/;

function foreign({ kind, action, line }: Rule): ConfigProblem {
  return notSimulated(line.span, `${kind} ${action}`);
}

/** What is wrong in the lines themselves. */
export function lint(site: Site): readonly ConfigProblem[] {
  const proxies = [...new Set([...site.frontends, ...site.backends.values()])];
  const rules = [...new Set(allRules(proxies))];
  return [
    ...rules.flatMap(header),
    ...rules.flatMap(responseRule),
    ...rules.flatMap(conditionOf),
    ...rules.filter(({ action }) => FOREIGN.test(action)).map(foreign),
    ...originCriteria(rules).filter(isAboutOrigin).flatMap(origins),
    ...proxies.flatMap(({ section, mode }) =>
      section.lines.flatMap((line) =>
        /^(?:rsp|req)[a-z]*$/.test(word(line, 0))
          ? [
              problem(
                'removed-keyword',
                'error',
                line.span,
                `"${word(line, 0)}" is gone since HAProxy 2.1, which does not start with it. Use http-request and http-response rules.`,
              ),
            ]
          : mode !== 'http' && word(line, 0).startsWith('http-')
            ? [
                problem(
                  'rules-in-tcp-mode',
                  'warning',
                  line.span,
                  'This section is in TCP mode, where HTTP rules do nothing. Write "mode http".',
                ),
              ]
            : [],
      ),
    ),
  ];
}

/** A line that sends Access-Control-Allow-Origin. */
function header({ kind, action, args, line }: Rule): ConfigProblem[] {
  const { span } = line;
  const [name, value] = args.map((each) => each.value);
  if (!/^access-control-allow-origin$/i.test(name ?? '') || !/^(?:set|add)-header$/.test(action))
    return [];
  if (!kind.startsWith('http-response') && kind !== 'http-after-response')
    return [
      problem(
        'cors-header-on-request',
        'error',
        span,
        'http-request set-header changes the request: the page never sees it. Use http-after-response.',
      ),
    ];
  const found: ConfigProblem[] = [];
  if (kind === 'http-response')
    found.push(
      problem(
        'cors-not-on-own-answers',
        'warning',
        span,
        'http-response rules do not run on answers of HAProxy’s own (503, denied, redirects, http-request return), and browsers hide those from the page. Use http-after-response.',
      ),
    );
  if (action === 'add-header')
    found.push(
      problem(
        'add-header-doubles',
        'warning',
        span,
        'add-header makes a second line where the server behind sends one, and browsers refuse two. Use set-header.',
      ),
    );
  if (value !== undefined && value !== '*' && !value.includes('%'))
    found.push(...literalOrigin(value, span, ECHO));
  return found;
}

/** What a response rule cannot read any more. */
function responseRule(rule: Rule): ConfigProblem[] {
  const { kind, action, args, line } = rule;
  const takes = /^(?:set|add|replace)-(?:header|value)$/.test(action) ? args.slice(1) : [];
  const extra = takes[action.startsWith('replace') ? 2 : 1];
  const formats = takes.map(({ value }) => value);
  const found: ConfigProblem[] = [];
  if (extra !== undefined)
    found.push(
      problem(
        'value-not-quoted',
        'error',
        extra.span,
        `HAProxy expects "if" or "unless" here and does not start: put a value with blanks in quotes.`,
      ),
    );
  for (const expression of formats.flatMap(expressionsOf)) {
    if (kind !== 'http-request' && needsRequest(expression))
      found.push(
        problem(
          'request-read-in-response',
          'error',
          line.span,
          `HAProxy does not start: ${expression} is gone when the response comes. Keep it with "http-request set-var(txn.name)" and send %[var(txn.name)].`,
        ),
      );
    else if (!isFollowed(expression)) found.push(notSimulated(line.span, expression));
  }
  if (formats.some(hasAlias) && /access-control|vary/i.test(args[0]?.value ?? ''))
    found.push(notSimulated(line.span, formats.join(' ')));
  return found;
}

function notSimulated(span: Span, what: string): ConfigProblem {
  const message = `${what} is not simulated: what it makes of an answer is not known here.`;
  return problem('not-simulated', 'note', span, message);
}

/** Terms that never hold, or that are not followed. */
function conditionOf(rule: Rule): ConfigProblem[] {
  const isResponse = rule.kind === 'http-response' || rule.kind === 'http-after-response';
  return alternativesOf(rule).flatMap((terms) =>
    terms.flatMap(({ name, known, criteria, span }): ConfigProblem[] => {
      if (!known)
        return [
          problem('no-such-acl', 'error', span, `There is no ACL "${name ?? ''}" in this section.`),
        ];
      const gone = criteria.filter(({ expression }) => needsRequest(expression));
      if (isResponse && gone.length > 0 && gone.length === criteria.length)
        return [
          problem(
            'request-condition-in-response',
            'error',
            span,
            'This never matches: the request is gone when the response comes. Keep what it says with "http-request set-var(txn.name)" and ask { var(txn.name) -m found }.',
          ),
        ];
      const odd = criteria.find(
        ({ expression, fromFile, method }) =>
          expression !== '' && (!isFollowed(expression) || fromFile || method === 'other'),
      );
      return odd === undefined ? [] : [notSimulated(span, odd.expression)];
    }),
  );
}

function isAboutOrigin({ expression }: Criterion): boolean {
  return requestHeaderOf(expression) === 'origin';
}

/** Comparisons of the origin that let in whom they should not, or nobody. */
function origins({ method, patterns }: Criterion): ConfigProblem[] {
  return patterns.flatMap(({ value, span }) => {
    if (method === 'str')
      return value === '*' ? literalOrigin('*.', span, ECHO) : literalOrigin(value, span, ECHO);
    if (method === 'reg' && patternOrigin(value) !== null) return [];
    const open =
      method !== 'reg' || !/^(?:\(\?i\))?\^/.test(value) || !/(?:^|[^\\])\$$/.test(value);
    const dot = /(?<![\\[])\.(?![+*])/.test(value.replaceAll(/\[[^\]]*\]/g, ''));
    if (!open && !dot) return [];
    const what =
      method === 'reg'
        ? open
          ? 'is not anchored at both ends (^ and $)'
          : 'has dots that stand for any letter (write \\.)'
        : `is compared with a part of the origin only (${method})`;
    return [
      problem(
        'origin-pattern-too-wide',
        'error',
        span,
        `"${value}" ${what}: origins of others match it, too. Compare whole origins (-m str), or a pattern with both anchors.`,
      ),
    ];
  });
}
