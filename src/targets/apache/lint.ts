import { literalOrigin } from '../support/literal-origin.js';
import type { ConfigProblem, Span } from '../target.js';
import { isPlain } from './environment.js';
import { headerLine, type HeaderLine } from './headers.js';
import { preflightProblems } from './lint-preflight.js';
import { named, type Directive } from './parse.js';
import { tooWide } from './pattern.js';
import { setting } from './policy.js';
import type { Place } from './read.js';
import { conditionOf } from './sections.js';
import { active, type Site } from './servers.js';

const ECHO = 'Echo the origin with SetEnvIf.';

/** A Header line about CORS, with what stands around it. */
interface Line extends HeaderLine {
  readonly directive: Directive;
  /** The expressions of the `<If>` sections around it. */
  readonly around: readonly string[];
}

export function problem(
  rule: string,
  severity: ConfigProblem['severity'],
  span: Span,
  message: string,
): ConfigProblem {
  return { rule, severity, span, message };
}

/** What is wrong with CORS in a configuration. */
export function lint(
  site: Site,
  places: readonly Place[],
  directives: readonly Directive[],
): readonly ConfigProblem[] {
  const all = flat(directives);
  return [
    ...places.flatMap(({ block }) => inPlace(linesOf(block, []), all)),
    ...inLimits(directives),
    ...preflightProblems(site, places),
  ];
}

function flat(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((each) => [each, ...flat(each.block ?? [])]);
}

/** The lines of one place, also of `<If>` and `<Limit>` in it. */
function linesOf(block: readonly Directive[], around: readonly string[]): readonly Line[] {
  return active(block).flatMap((directive) => {
    const line = headerLine(directive);
    if (line !== null) return [{ ...line, directive, around }];
    const { name } = directive;
    if (!/^(?:if|elseif|else|limit|limitexcept|files|filesmatch)$/.test(name)) return [];
    const more = name.startsWith('if') || name === 'elseif' ? [conditionOf(directive)] : [];
    return linesOf(directive.block ?? [], [...around, ...more]);
  });
}

const SETS = new Set(['set', 'add', 'append', 'merge', 'setifempty']);

function inPlace(lines: readonly Line[], all: readonly Directive[]): readonly ConfigProblem[] {
  const allow = lines.filter(
    ({ name, action }) => SETS.has(action) && /^access-control-allow-origin$/i.test(name),
  );
  const credentials = lines.some(
    ({ name, action, value }) =>
      SETS.has(action) && /^access-control-allow-credentials$/i.test(name) && value === 'true',
  );
  const vary = lines.some(({ name, value }) => /^vary$/i.test(name) && /origin/i.test(value));
  return [...allow.flatMap((line) => oneLine(line, { credentials, vary, all })), ...twice(allow)];
}

interface Around {
  readonly credentials: boolean;
  readonly vary: boolean;
  readonly all: readonly Directive[];
}

function oneLine(line: Line, { credentials, vary, all }: Around): readonly ConfigProblem[] {
  const { span } = line.directive;
  const found: ConfigProblem[] = [];
  const say = (rule: string, severity: ConfigProblem['severity'], message: string): void =>
    void found.push(problem(rule, severity, span, message));
  if (!line.always)
    say(
      'header-without-always',
      'warning',
      'Without "always" Apache leaves the header out of errors, redirects and rewritten answers of its own, and browsers hide them from the page. Write "Header always set".',
    );
  if (line.action === 'add' || line.action === 'append' || line.action === 'merge')
    say(
      'header-added',
      'warning',
      `"${line.action}" leaves what is there already: browsers refuse two origins. Write "Header always set".`,
    );
  if (line.value === '*' && credentials)
    say(
      'wildcard-with-credentials',
      'error',
      'Browsers refuse "*" together with credentials. Echo named origins with SetEnvIf.',
    );
  const variable = /^%\{([^}]*)\}e$/.exec(line.value)?.[1];
  const echoes = variable !== undefined || /%\{(?:HTTP|req(?:_novary)?):Origin\}/i.test(line.value);
  if (echoes && !vary)
    say(
      'vary-missing',
      'warning',
      'The answer depends on Origin and does not say so: caches give one page’s answer to another. Add "Header always merge Vary Origin".',
    );
  if (variable !== undefined) return [...found, ...variables(line, variable, credentials, all)];
  const conditions = [...line.around, line.condition ?? ''].join(' ');
  if (echoes && !/origin/i.test(conditions)) found.push(reflects(span, credentials));
  if (!/[%$]\{/.test(line.value) && line.value !== '*')
    found.push(...literalOrigin(line.value, span, ECHO));
  return found;
}

function reflects(span: Span, credentials: boolean): ConfigProblem {
  const danger = credentials ? ', with credentials: every page of the web can act as the user' : '';
  return problem(
    'reflects-any-origin',
    credentials ? 'error' : 'warning',
    span,
    `Every origin is echoed${danger}. Name the origins in a SetEnvIf.`,
  );
}

function variables(
  { directive, condition, around }: Line,
  variable: string,
  credentials: boolean,
  all: readonly Directive[],
): readonly ConfigProblem[] {
  const lines = setting(all, variable);
  const { span } = directive;
  if (lines.length === 0 && !all.some(({ raw }) => raw.includes(`E=${variable}:`)))
    return [
      problem(
        'variable-not-set',
        'error',
        span,
        `Nothing here sets ${variable}: "(null)" is sent, or nothing. Set it with SetEnvIf Origin.`,
      ),
    ];
  const bare = condition === null && around.length === 0;
  return [
    ...(bare
      ? [
          problem(
            'header-sends-null',
            'error',
            span,
            `Where ${variable} is not set, Apache sends the text "(null)". Add env=${variable}.`,
          ),
        ]
      : []),
    ...lines.flatMap((each) => pattern(each, variable, credentials)),
  ];
}

function pattern(
  line: Directive,
  variable: string,
  credentials: boolean,
): readonly ConfigProblem[] {
  const [attribute = '', text = '', ...rest] = line.args.map(({ value }) => value);
  if (!/^setenvif(?:nocase)?$/.test(line.name) || !/^origin$/i.test(attribute)) return [];
  if (!rest.some((each) => each.startsWith(`${variable}=`) && each.includes('$'))) return [];
  const { span } = line;
  if (isPlain(text))
    return [
      problem(
        'pattern-taken-literally',
        'error',
        span,
        `"${text}" has nothing of a regular expression, so Apache puts "$0" into ${variable} as it stands. Anchor it: "^…$".`,
      ),
    ];
  if (/^\^?\(?\.[*+]\)?\$?$/.test(text)) return [reflects(span, credentials)];
  const wide = tooWide(text);
  return wide === null
    ? []
    : [
        problem(
          'origin-pattern-too-wide',
          'error',
          span,
          `"${text}" ${wide}: origins of others match it, too.`,
        ),
      ];
}

/** Both tables are sent: a line in each makes two headers. */
function twice(allow: readonly Line[]): readonly ConfigProblem[] {
  const always = allow.find((line) => line.always);
  const success = allow.find((line) => !line.always);
  if (always === undefined || success === undefined) return [];
  return [
    problem(
      'origin-in-both-tables',
      'error',
      success.directive.span,
      'Header lines with and without "always" fill two tables, and Apache sends both: browsers refuse two origins. Keep the one with "always".',
    ),
  ];
}

/** `<Limit>` is about access alone. */
function inLimits(directives: readonly Directive[]): readonly ConfigProblem[] {
  return named(flat(directives), 'limit', 'limitexcept').flatMap(({ block }) =>
    named(flat(block ?? []), 'header')
      .filter((each) => /^access-control-/i.test(headerLine(each)?.name ?? ''))
      .map(({ span }) =>
        problem(
          'header-in-limit',
          'warning',
          span,
          '<Limit> restricts access and nothing else: this Header is sent for every method.',
        ),
      ),
  );
}
