import { patternOrigins } from '../support/origin-regex.js';
import { literalOrigin } from '../support/literal-origin.js';
import type { ConfigProblem, Span } from '../target.js';
import { isFollowed } from './evaluate.js';
import type { Expression } from './expressions.js';
import { allExpressions, allStatements, expressionsOf, isOurs } from './own.js';
import type { Part, Statement, Sub } from './parse.js';
import { valuesOf } from '../support/asked.js';
import { originPattern, policyAt, probe, somebodyLetIn } from './policy.js';
import type { VarnishPlace } from './read.js';
import type { Subs } from './run.js';

type Severity = ConfigProblem['severity'];

function problem(rule: string, severity: Severity, span: Span, message: string): ConfigProblem {
  return { rule, severity, span, message };
}

const ALLOW = 'access-control-allow-origin';

/** What is wrong with CORS in VCL. */
export function lint(
  parts: readonly Part[],
  subs: Subs,
  places: readonly VarnishPlace[],
): readonly ConfigProblem[] {
  const own = parts.filter((part): part is Sub => part.kind === 'sub' && !isOurs(part));
  const statements = own.flatMap(({ name, body }) =>
    allStatements(body).map((statement) => ({ name, statement })),
  );
  const found = [
    ...statements.flatMap(({ name, statement }) => inStatement(name, statement)),
    ...statements.flatMap(({ statement }) => patterns(statement)),
    ...synthWithout(
      statements.map(({ statement }) => statement),
      subs,
      places,
    ),
    ...places.flatMap(({ url }) => answers(subs, url)),
    ...statements.flatMap(({ statement }) => notFollowed(statement)),
    ...parts.flatMap(declared),
  ];
  const seen = new Set<string>();
  return found.filter(({ rule, span }) => {
    const key = `${rule} ${span.start}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function declared(part: Part): readonly ConfigProblem[] {
  if (part.kind !== 'declaration' || part.word !== 'include') return [];
  return [
    problem(
      'include-not-read',
      'note',
      part.span,
      `${part.name} is not read: what it says of CORS is not known here.`,
    ),
  ];
}

function inStatement(sub: string, statement: Statement): readonly ConfigProblem[] {
  if (statement.kind !== 'set') return [];
  const { target, value, span } = statement;
  const [, message = '', name = ''] = /^(\w+)\.http\.(.+)$/.exec(target) ?? [];
  if (name !== ALLOW) return [];
  if (message === 'req' || message === 'bereq')
    return [
      problem(
        'cors-header-on-request',
        'error',
        span,
        'This changes the request: the page never sees it. Set resp.http.Access-Control-Allow-Origin in vcl_deliver.',
      ),
    ];
  if (value.kind === 'text') return literal(value.value, value.span);
  const stored = sub.startsWith('vcl_backend') && reads(value, /^bereq\.http\.origin$/);
  return stored
    ? [
        problem(
          'origin-stored-in-cache',
          'error',
          span,
          'Varnish keeps the answer with this origin in it and gives it to pages of others, which browsers refuse. Set resp.http.Access-Control-Allow-Origin in vcl_deliver instead.',
        ),
      ]
    : [];
}

function literal(value: string, span: Span): readonly ConfigProblem[] {
  const echo = 'Compare req.http.Origin with a pattern, and send req.http.Origin where it matches.';
  return literalOrigin(value, span, echo);
}

function reads(value: Expression, name: RegExp): boolean {
  return allExpressions(value).some((each) => each.kind === 'name' && name.test(each.value));
}

/** Comparisons of the origin that let in whom they should not. */
function patterns(statement: Statement): readonly ConfigProblem[] {
  return expressionsOf(statement).flatMap((expression) => {
    const pattern = originPattern(expression);
    if (pattern === null || pattern === '' || pattern === '.' || patternOrigins(pattern) !== null)
      return [];
    const open = !/^(?:\(\?i\))?\^/.test(pattern) || !/(?:^|[^\\])\$$/.test(pattern);
    const dot = /(?<![\\[])\.(?![+*])/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''));
    if (!open && !dot) return [];
    const what = open
      ? 'is not anchored at both ends (^ and $)'
      : 'has dots that stand for any letter (write \\.)';
    return [
      problem(
        'origin-pattern-too-wide',
        'error',
        expression.span,
        `"${pattern}" ${what}: origins of others match it, too.`,
      ),
    ];
  });
}

/** Preflights that vcl_recv answers, and whose answer nobody gives headers. */
function synthWithout(
  statements: readonly Statement[],
  subs: Subs,
  places: readonly VarnishPlace[],
): readonly ConfigProblem[] {
  const speaks = statements.some(
    (each) => each.kind === 'set' && each.target === `resp.http.${ALLOW}`,
  );
  if (!speaks) return [];
  return places.flatMap(({ url }) => {
    const origin = somebodyLetIn(subs, url);
    if (origin === null) return [];
    const answer = probe(subs, url, 'OPTIONS', origin, [['access-control-request-method', 'PUT']]);
    if (answer.answeredBy !== 'server' || answer.span === null) return [];
    if (valuesOf(answer, ALLOW).length > 0) return [];
    return [
      problem(
        'synth-without-headers',
        'error',
        answer.span,
        'What synth answers goes through vcl_synth and not through vcl_deliver: this answer to preflights has no Access-Control-Allow-Origin. Set the headers in vcl_synth, too.',
      ),
    ];
  });
}

/** What only the answers of a place show. */
function answers(subs: Subs, url: string): readonly ConfigProblem[] {
  const { allow, reflects, policy } = policyAt(subs, url);
  if (allow?.span == null) return [];
  const page = 'https://app.example.com';
  const get = probe(subs, url, 'GET', page);
  const credentials = valuesOf(get, 'access-control-allow-credentials')[0];
  if (reflects)
    return [
      problem(
        'reflects-any-origin',
        credentials === undefined ? 'warning' : 'error',
        allow.span,
        `Every origin is let in${credentials === undefined ? '' : ', with credentials'}. Compare req.http.Origin with those that may.`,
      ),
    ];
  if (allow.value === '*' && credentials?.value === 'true')
    return [
      problem(
        'wildcard-with-credentials',
        'error',
        allow.span,
        'Browsers refuse "*" for requests with credentials. Send req.http.Origin where it matches.',
      ),
    ];
  const varies = valuesOf(get, 'vary').some(({ value }) =>
    /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(value),
  );
  const several = policy !== null && policy.origins.some(({ kind }) => kind !== 'any');
  return several && !varies && !answersAlike(subs, url)
    ? [
        problem(
          'vary-missing',
          'warning',
          allow.span,
          'The answer depends on Origin and does not say so: caches behind Varnish may give it to other pages. Add Origin to resp.http.Vary.',
        ),
      ]
    : [];
}

/** Whether two pages get the same, as with one origin that is always sent. */
function answersAlike(subs: Subs, url: string): boolean {
  const [a, b] = ['https://a.invalid', 'https://b.invalid'].map(
    (origin) => valuesOf(probe(subs, url, 'GET', origin), ALLOW)[0]?.value,
  );
  return a !== undefined && a === b;
}

/** What may decide about an answer and is not followed. */
function notFollowed(statement: Statement): readonly ConfigProblem[] {
  const note = (span: Span, what: string): ConfigProblem =>
    problem('not-simulated', 'note', span, what);
  if (statement.kind === 'if')
    return statement.branches.flatMap(({ condition, body }) =>
      condition !== null && !isFollowed(condition) && body.some(decides)
        ? [note(condition.span, 'This condition is not followed here: it is taken not to hold.')]
        : [],
    );
  if (statement.kind === 'set')
    return /^(?:(?:req|resp|beresp)\.(?:http\.(?:access-control-.*|origin|vary|host)|url|method|status))$/.test(
      statement.target,
    ) && !isFollowed(statement.value)
      ? [
          note(
            statement.span,
            'This value is not followed here: the line is taken not to be there.',
          ),
        ]
      : [];
  if (statement.kind === 'other' && !/^(?:hash_data|ban|std\.|new$)/.test(statement.word))
    return [note(statement.span, `"${statement.word}" is not followed here.`)];
  return statement.kind === 'return' && statement.action === 'restart'
    ? [note(statement.span, 'restart is not followed here.')]
    : [];
}

function decides(statement: Statement): boolean {
  return allStatements([statement]).some(
    (each) =>
      each.kind === 'return' ||
      each.kind === 'call' ||
      ((each.kind === 'set' || each.kind === 'unset') &&
        /^(?:req\.(?:url|method|http\.(?:origin|host))|(?:resp|beresp)\.(?:status|http\.(?:access-control-.*|vary)))$/.test(
          each.target,
        )),
  );
}
