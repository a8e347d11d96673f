import { literalOrigin } from '../support/literal-origin.js';
import type { ConfigProblem } from '../target.js';
import { allowOriginOf, keyOrigin } from './policy.js';
import { arg, named, type Directive } from './parse.js';
import { problem } from './problem.js';
import { headerLines, linesInForce, type HeaderLine } from './lines.js';
import { asksOrigin, lowerCase, originPattern, tooWide } from './lint-values.js';
import { inherited, type Scopes } from './scopes.js';
import type { Site } from './servers.js';
import { mapsOf } from './variables.js';

const ECHO = 'Echo the origin through a map from $http_origin.';

/**
 * What is wrong with CORS in one block, in its own lines and those of its `if` blocks.
 * @param scopes the blocks around it, and itself as the last
 */
export function lint(site: Site, scopes: Scopes): readonly ConfigProblem[] {
  const block = scopes.at(-1) ?? [];
  const own = named(block, 'add_header', 'more_set_headers');
  const conditions = named(block, 'if');
  return [
    ...inForce(site, block, scopes, null),
    ...lost(own, scopes),
    ...preflights(block, scopes),
    ...conditions.flatMap((each) =>
      inForce(site, each.block ?? [], [...scopes, each.block ?? []], each),
    ),
    ...conditions.flatMap((each) => originPattern(each, scopes)),
  ];
}

/** @param condition the `if` that the lines are in */
function inForce(
  site: Site,
  block: readonly Directive[],
  scopes: Scopes,
  condition: Directive | null,
): ConfigProblem[] {
  const lines = linesInForce(scopes);
  return headerLines(block).flatMap((line) => {
    if (line.name === 'access-control-allow-methods') return lowerCase(line);
    return line.name === 'access-control-allow-origin'
      ? allowOrigin(site, line, lines, condition)
      : [];
  });
}

function allowOrigin(
  site: Site,
  { value, directive }: HeaderLine,
  lines: readonly HeaderLine[],
  condition: Directive | null,
): ConfigProblem[] {
  if (value === '') return [];
  const { span } = directive;
  const found: ConfigProblem[] = [];
  const has = (name: string): boolean =>
    lines.some((each) => each.name === name && each.value !== '');
  // An `if` that answers by itself has no errors.
  const answers = named(condition?.block ?? [], 'return').length > 0;
  if (directive.name === 'add_header' && arg(directive, 2) !== 'always' && !answers)
    found.push(
      problem(
        'add-header-without-always',
        'warning',
        span,
        'Without "always" nginx leaves the header out of 4xx and 5xx answers, and browsers hide the error from the page. Write "always" before the semicolon.',
      ),
    );
  const credentials = has('access-control-allow-credentials');
  if (value === '*' && credentials)
    found.push(
      problem(
        'wildcard-with-credentials',
        'error',
        span,
        'Browsers refuse "*" together with credentials. Name the origins in a map from $http_origin.',
      ),
    );
  const added = lines.filter((each) => each.name === 'access-control-allow-origin');
  if (
    directive.name === 'add_header' &&
    added.some((each) => each.directive.name === 'more_set_headers')
  )
    found.push(
      problem(
        'add-header-doubles',
        'error',
        span,
        'more_set_headers sets this header, too, and does not see what add_header adds: browsers refuse two. Take one of them out.',
      ),
    );
  if (value === '$http_origin' && !asksOrigin(condition))
    found.push(
      problem(
        'reflects-any-origin',
        credentials ? 'error' : 'warning',
        span,
        `Every origin is echoed${credentials ? ', with credentials: every page of the web can act as the user' : ''}. Name the origins in a map from $http_origin.`,
      ),
    );
  if (!value.startsWith('$') && value !== '*') found.push(...literalOrigin(value, span, ECHO));
  if (value.startsWith('$')) {
    if (!has('vary'))
      found.push(
        problem(
          'vary-missing',
          'warning',
          span,
          'The answer depends on Origin and does not say so: caches give one page’s answer to another. Add "add_header Vary Origin always;".',
        ),
      );
    found.push(...mapped(site, value.slice(1).replaceAll(/[{}]/g, '')));
  }
  return found;
}

function mapped(site: Site, name: string): ConfigProblem[] {
  const map = mapsOf(site.http).get(name);
  if (map === undefined || arg(map, 0) !== '$http_origin') return [];
  return (map.block ?? []).flatMap((entry) => {
    if (arg(entry, 0) === '' || entry.name === 'default') return [];
    if (!entry.name.startsWith('~'))
      return keyOrigin(entry.name) === null ? literalOrigin(entry.name, entry.span, ECHO) : [];
    return tooWide(entry.name.replace(/^~\*?/, ''), entry.name, entry.span);
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
