import { readAllowedOrigin, writeAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem, Span } from '../target.js';
import { allowOriginOf, keyOrigin } from './policy.js';
import { arg, named, type Directive } from './parse.js';
import type { NginxPlace } from './read.js';
import { inherited } from './scopes.js';
import type { Site } from './servers.js';
import { mapsOf } from './variables.js';

type Severity = ConfigProblem['severity'];

function problem(rule: string, severity: Severity, span: Span, message: string): ConfigProblem {
  return { rule, severity, span, message };
}

/** What is wrong with CORS at one place, in its own lines. */
export function lint(site: Site, { directive, scopes }: NginxPlace): readonly ConfigProblem[] {
  const block = directive.block ?? [];
  const own = named(block, 'add_header', 'more_set_headers');
  return [
    ...own.flatMap((line) => allowOrigin(site, line, own)),
    ...lost(own, scopes),
    ...preflights(block, scopes),
  ];
}

function allowOrigin(site: Site, line: Directive, own: readonly Directive[]): ConfigProblem[] {
  const value = allowOriginOf(line);
  if (value === null) return [];
  const { span } = line;
  const found: ConfigProblem[] = [];
  if (line.name === 'add_header' && arg(line, 2) !== 'always')
    found.push(
      problem(
        'add-header-without-always',
        'warning',
        span,
        'Without "always" nginx leaves the header out of 4xx and 5xx answers, and browsers hide the error from the page. Write "always" before the semicolon.',
      ),
    );
  const credentials = own.some(
    (each) => /^access-control-allow-credentials$/i.test(arg(each, 0)) && arg(each, 1) !== '',
  );
  if (value === '*' && credentials)
    found.push(
      problem(
        'wildcard-with-credentials',
        'error',
        span,
        'Browsers refuse "*" together with credentials. Name the origins in a map from $http_origin.',
      ),
    );
  if (value === '$http_origin')
    found.push(
      problem(
        'reflects-any-origin',
        credentials ? 'error' : 'warning',
        span,
        `Every origin is echoed${credentials ? ', with credentials: every page of the web can act as the user' : ''}. Name the origins in a map from $http_origin.`,
      ),
    );
  if (!value.startsWith('$') && value !== '*') found.push(...literal(value, span));
  if (value.startsWith('$')) {
    if (!own.some((each) => each.name === 'add_header' && /^vary$/i.test(arg(each, 0))))
      found.push(
        problem(
          'vary-missing',
          'warning',
          span,
          'The answer depends on Origin and does not say so: caches give one page’s answer to another. Add "add_header Vary Origin always;".',
        ),
      );
    found.push(...mapped(site, value.slice(1)));
  }
  return found;
}

function literal(value: string, span: Span): ConfigProblem[] {
  const { value: read, repaired, fault } = readAllowedOrigin(value);
  if (read?.kind === 'subdomains')
    return [
      problem(
        'origin-pattern-sent-literally',
        'error',
        span,
        'Browsers know no patterns: the "*" is compared as a letter. Echo the origin through a map from $http_origin.',
      ),
    ];
  if (fault === null) return [];
  if (fault === 'list')
    return [
      problem(
        'origin-list-in-one-header',
        'error',
        span,
        'Browsers take one origin only, not a list. Echo the one that asks through a map from $http_origin.',
      ),
    ];
  const meant = repaired === null ? '' : ` Write ${writeAllowedOrigin(repaired)}.`;
  return [
    problem(
      'origin-not-valid',
      'error',
      span,
      `"${value}" is not what a browser sends as Origin (${fault}), so nobody is let in.${meant}`,
    ),
  ];
}

function mapped(site: Site, name: string): ConfigProblem[] {
  const map = mapsOf(site.http).get(name);
  if (map === undefined || arg(map, 0) !== '$http_origin') return [];
  return (map.block ?? []).flatMap((entry) => {
    if (arg(entry, 0) === '' || entry.name === 'default') return [];
    if (!entry.name.startsWith('~'))
      return keyOrigin(entry.name) === null ? literal(entry.name, entry.span) : [];
    const pattern = entry.name.replace(/^~\*?/, '');
    const open = !pattern.startsWith('^') || !/(?:^|[^\\])\$$/.test(pattern);
    const dot = /(?<![\\[])\.(?![+*])/.test(pattern.replaceAll(/\[[^\]]*\]/g, ''));
    if (!open && !dot) return [];
    const what = open
      ? 'is not anchored at both ends (^ and $)'
      : 'has dots that stand for any letter (write \\.)';
    return [
      problem(
        'origin-pattern-too-wide',
        'error',
        entry.span,
        `"${entry.name}" ${what}: origins of others match it, too.`,
      ),
    ];
  });
}

/** A block's own add_header cancels all those around it. */
function lost(
  own: readonly Directive[],
  scopes: readonly (readonly Directive[])[],
): ConfigProblem[] {
  const [first] = own.filter(({ name }) => name === 'add_header');
  if (first === undefined || own.some((line) => allowOriginOf(line) !== null)) return [];
  const around = inherited(scopes.slice(0, -1), 'add_header');
  if (!around.some((line) => allowOriginOf(line) !== null)) return [];
  return [
    problem(
      'cors-cancelled-by-add-header',
      'error',
      first.span,
      'An add_header here cancels those of the blocks around it, the CORS headers among them. Repeat them here.',
    ),
  ];
}

/** An `if` that answers OPTIONS itself needs the headers itself. */
function preflights(
  block: readonly Directive[],
  scopes: readonly (readonly Directive[])[],
): ConfigProblem[] {
  return named(block, 'if').flatMap((condition) => {
    const inner = condition.block ?? [];
    const answers = named(inner, 'return').find((each) => /^20[04]$/.test(arg(each, 0)));
    if (
      answers === undefined ||
      !/OPTIONS/.test(condition.args.map(({ value }) => value).join(' '))
    )
      return [];
    const lines = inherited([...scopes, inner], 'add_header');
    const more = [...scopes.flat(), ...inner].filter(({ name }) => name === 'more_set_headers');
    if ([...lines, ...more].some((line) => allowOriginOf(line) !== null)) return [];
    return [
      problem(
        'preflight-without-allow-origin',
        'error',
        answers.span,
        'Preflights are answered here without Access-Control-Allow-Origin: the "if" has add_header lines of its own, or there are none around it. Repeat the CORS headers in it.',
      ),
    ];
  });
}
