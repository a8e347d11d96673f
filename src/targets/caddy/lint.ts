import { patternOrigins } from '../support/origin-regex.js';
import { literalOrigin } from '../support/literal-origin.js';
import type { ConfigProblem, Span, Upstream } from '../target.js';
import { conditions } from './matchers.js';
import { headerLines, headerSteps } from './operations.js';
import { all, candidates } from './origins.js';
import { type Directive } from './parse.js';
import { valuesOf } from '../support/asked.js';
import { probe, STRANGER } from './policy.js';
import type { CaddyPlace } from './read.js';
import type { Site } from './sites.js';

type Severity = ConfigProblem['severity'];

function problem(rule: string, severity: Severity, span: Span, message: string): ConfigProblem {
  return { rule, severity, span, message };
}

/** What is wrong with CORS in a site: in its lines, and in what it answers at its places. */
export function lint(site: Site, places: readonly CaddyPlace[]): readonly ConfigProblem[] {
  const found = [
    ...all(site.body).flatMap(inDirective),
    ...site.unread.map(({ span, args }) =>
      problem(
        'import-not-read',
        'note',
        span,
        `${args[0]?.value ?? 'This import'} is not read: what it says of CORS is not known here.`,
      ),
    ),
    ...deferredOnly(site),
    ...places.flatMap(({ url }) => inAnswers(site, url)),
  ];
  const seen = new Set<string>();
  return found.filter(({ rule, span }) => {
    const key = `${rule} ${span.start}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function inDirective(directive: Directive): readonly ConfigProblem[] {
  if (directive.name.startsWith('@')) return matcher(directive);
  if (directive.name !== 'header') return [];
  return headerLines(directive).flatMap(({ field, rest, span }) => {
    const later = field.startsWith('>')
      ? [
          problem(
            'defer-prefix',
            'note',
            span,
            'Caddy 2.6.2 does not know the prefix ">" and takes it for a part of the name; "defer" in a block says the same in every version.',
          ),
        ]
      : [];
    if (!/^[+?>]?access-control-allow-origin$/i.test(field)) return later;
    return [...later, ...literal(rest[0] ?? '', span)];
  });
}

function literal(value: string, span: Span): readonly ConfigProblem[] {
  if (/\{\$|\{env\./.test(value))
    return [
      problem(
        'variable-not-known',
        'note',
        span,
        `${value} comes from the environment: whom it lets in is not known here.`,
      ),
    ];
  if (value.includes('{')) return [];
  return literalOrigin(
    value,
    span,
    'Echo the one that asks: match Origin with a named matcher, and send {header.Origin}.',
  );
}

function matcher(definition: Directive): readonly ConfigProblem[] {
  return conditions(definition).flatMap(([kind, ...values]) => {
    const { span } = definition;
    if (kind === 'expression' || kind === 'vars' || kind === 'remote_ip')
      return [
        problem(
          'matcher-not-followed',
          'note',
          span,
          `${definition.name} asks for ${kind}, which is not followed here: it is taken not to match.`,
        ),
      ];
    if (!/^origin$/i.test(values.at(-2) ?? '')) return [];
    const value = values.at(-1) ?? '';
    if (kind === 'header_regexp' && patternOrigins(value) === null) {
      const open = !value.startsWith('^') || !/(?:^|[^\\])\$$/.test(value);
      const dot = /(?<!\\)\.(?![+*])/.test(value.replaceAll(/\[[^\]]*\]/g, ''));
      const what = open
        ? 'is not anchored at both ends (^ and $)'
        : 'has dots that stand for any letter (write \\.)';
      const message = `"${value}" ${what}: origins of others match it, too.`;
      return open || dot ? [problem('origin-pattern-too-wide', 'error', span, message)] : [];
    }
    if (kind !== 'header' || value === '*') return [];
    if (value.includes('*')) {
      const message = `"${value}": a "*" in a header matcher stands for any letters, so origins of others match it, too. Use header_regexp with ^ and $.`;
      return [problem('origin-pattern-too-wide', 'error', span, message)];
    }
    return literal(value, span);
  });
}

/** What is deferred is not on answers to errors: those do not pass through the waiting directives. */
function deferredOnly(site: Site): readonly ConfigProblem[] {
  const steps = all(site.body)
    .filter(({ name }) => name === 'header')
    .flatMap((directive) => headerSteps(directive))
    .flatMap(({ operations, deferred }) =>
      operations
        .filter(
          ({ kind, field }) =>
            kind !== 'delete' && field.toLowerCase() === 'access-control-allow-origin',
        )
        .map(({ span }) => ({ span, deferred })),
    );
  if (steps.some(({ deferred }) => !deferred)) return [];
  return steps.map(({ span }) =>
    problem(
      'missing-on-errors',
      'warning',
      span,
      'A deferred header is missing where Caddy answers an error itself (a 502, a 401), and browsers hide the error from the page. Set it once without "defer", too.',
    ),
  );
}

const doubling: Upstream = () => ({
  status: 200,
  headers: [['Access-Control-Allow-Origin', '*']],
});

function inAnswers(site: Site, url: string): readonly ConfigProblem[] {
  const { text } = site.addresses[0] ?? { text: '' };
  const origins = candidates(site.body).flatMap((each) =>
    each.kind === 'exact' ? [each.origin] : [],
  );
  return [...new Set([STRANGER, ...origins])].flatMap((origin) => {
    const answer = probe(site, url, 'GET', origin);
    const [allow] = valuesOf(answer, 'access-control-allow-origin');
    if (allow?.span === null || allow === undefined) return [];
    const { span } = allow;
    const found: ConfigProblem[] = [];
    const add = (rule: string, severity: Severity, message: string): void =>
      void found.push(problem(rule, severity, span, message));
    const credentials = valuesOf(answer, 'access-control-allow-credentials').length > 0;
    if (allow.value === '*' && credentials)
      add(
        'wildcard-with-credentials',
        'error',
        'Browsers refuse "*" together with credentials. Name the origins in a matcher, and send {header.Origin}.',
      );
    if (allow.value === STRANGER)
      add(
        'reflects-any-origin',
        credentials ? 'error' : 'warning',
        `Every origin is echoed${credentials ? ', with credentials: every page of the web can act as the user' : ''}. Name the origins in a matcher.`,
      );
    const varies = valuesOf(answer, 'vary').some(({ value }) => /origin|\*/i.test(value));
    if (allow.value === origin && !varies && origin !== STRANGER)
      add(
        'vary-missing',
        'warning',
        'The answer depends on Origin and does not say so: caches give one page’s answer to another. Add "header +Vary Origin".',
      );
    const layered = probe(site, url, 'GET', origin, doubling);
    if (valuesOf(layered, 'access-control-allow-origin').length > 1)
      add(
        'two-layers',
        'warning',
        'What the upstream sends of Access-Control-Allow-Origin comes on top of this, and browsers refuse two. Add "defer", or "header_down -Access-Control-*" to the reverse_proxy.',
      );
    const preflight = probe(site, url, 'OPTIONS', origin);
    if (preflight.status === 401 && preflight.span !== null)
      found.push(
        problem(
          'preflight-behind-authentication',
          'error',
          preflight.span,
          `${text} asks for a password before it answers preflights, which carry none. Leave OPTIONS out of its matcher.`,
        ),
      );
    return found;
  });
}
