import { literalOrigin } from '../support/literal-origin.js';
import type { ConfigProblem, Span } from '../target.js';
import type { Context, Model, Setting } from './contexts.js';
import { isFollowed } from './matching.js';
import { modulesOf, isLoaded, runsBefore } from './modules.js';
import { isOurs, LISTS } from './own.js';
import type { LighttpdPlace } from './places.js';
import { valuesOf } from '../support/asked.js';
import { probe } from './policy.js';

type Severity = ConfigProblem['severity'];

function problem(rule: string, severity: Severity, span: Span, message: string): ConfigProblem {
  return { rule, severity, span, message };
}

const ALLOW = 'access-control-allow-origin';

/** What is wrong with CORS in a configuration. */
export function lint(model: Model, places: readonly LighttpdPlace[]): readonly ConfigProblem[] {
  const found = [
    ...model.contexts.filter((each) => !isOurs(each)).flatMap((each) => values(each)),
    ...loading(model),
    ...model.contexts.flatMap((each) => replaced(each)),
    ...places.flatMap((place) => answers(model, place)),
    ...model.contexts.flatMap(notFollowed),
    ...model.includes.map(({ span, value }) =>
      problem(
        'include-not-read',
        'note',
        span,
        `${value.kind === 'text' ? value.value : 'What is included'} is not read: what it says of CORS is not known here.`,
      ),
    ),
  ];
  const seen = new Set<string>();
  return found.filter(({ rule, span }) => {
    const key = `${rule} ${span.start}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function corsLists({ settings }: Context): readonly Setting[] {
  return LISTS.flatMap((name) => settings.get(name) ?? []).filter(({ items }) =>
    items.some(({ key }) => /^access-control-/i.test(key ?? '')),
  );
}

function values(context: Context): readonly ConfigProblem[] {
  return corsLists(context).flatMap(({ items }) => {
    const allow = items.find(({ key }) => key?.toLowerCase() === ALLOW);
    const credentials = items.find(
      ({ key, value }) => /^access-control-allow-credentials$/i.test(key ?? '') && value === 'true',
    );
    if (allow?.value == null || allow.value === '') return [];
    const { value, span } = allow;
    if (value === '*')
      return credentials === undefined
        ? []
        : [
            problem(
              'wildcard-with-credentials',
              'error',
              span,
              'Browsers refuse "*" for requests with credentials. Send the origin, under a condition on $REQUEST_HEADER["Origin"].',
            ),
          ];
    return origin(value, span);
  });
}

function origin(value: string, span: Span): readonly ConfigProblem[] {
  const each =
    'Write a block for each: $REQUEST_HEADER["Origin"] == "…" { setenv.set-response-header = ( "Access-Control-Allow-Origin" => "…" ) }.';
  if (/[%$]\d|[%$]\{|^\$|^%/.test(value))
    return [
      problem(
        'placeholder-sent-literally',
        'error',
        span,
        `lighttpd puts nothing into headers: browsers get "${value}" as it is written. ${each}`,
      ),
    ];
  return literalOrigin(value, span, each);
}

/** Whether mod_setenv is there, and comes in time. */
function loading(model: Model): readonly ConfigProblem[] {
  const first = model.contexts.flatMap(corsLists)[0];
  if (first === undefined) return [];
  const modules = modulesOf(model);
  if (!isLoaded(modules, 'mod_setenv'))
    return [
      problem(
        'module-not-loaded',
        'error',
        first.span,
        'mod_setenv is not in server.modules: lighttpd ignores these lines. Add it, as the first.',
      ),
    ];
  const span = model.contexts[0]?.settings.get('server.modules')?.span ?? first.span;
  const behind = (['mod_redirect', 'mod_auth'] as const).filter(
    (each) => modules.listed?.includes(each) === true && !runsBefore(modules, 'mod_setenv', each),
  );
  if (behind.length === 0) return [];
  return [
    problem(
      'setenv-loaded-late',
      'warning',
      span,
      `mod_setenv is loaded behind ${behind.join(' and ')}: answers of theirs have none of the headers, and browsers hide them from the page. List it first.`,
    ),
  ];
}

/** A list that takes the place of another one which sends Access-Control-Allow-Origin. */
function replaced(context: Context): readonly ConfigProblem[] {
  const { parent } = context;
  if (parent === null || isOurs(context)) return [];
  return LISTS.flatMap((name) => {
    const setting = context.settings.get(name);
    if (setting === undefined || sends(setting)) return [];
    for (let at: Context | null = parent; at !== null; at = at.parent) {
      const outer = at.settings.get(name);
      if (outer !== undefined && sends(outer))
        return [
          problem(
            'list-takes-the-place',
            'warning',
            setting.span,
            `This list takes the place of the one around it, which sends Access-Control-Allow-Origin: here it is not sent. Write ${name} += to add to it.`,
          ),
        ];
      if (outer !== undefined) return [];
    }
    return [];
  });
}

function sends({ items }: Setting): boolean {
  return items.some(({ key }) => key?.toLowerCase() === ALLOW);
}

/** What only the answers of a place show. */
function answers(model: Model, { url }: LighttpdPlace): readonly ConfigProblem[] {
  const page = 'https://app.example.com';
  const get = probe(model, url, 'GET', page);
  const allow = valuesOf(get, ALLOW);
  const [first, second] = allow;
  if (first === undefined) return [];
  if (second?.span != null)
    return [
      problem(
        'origin-header-doubled',
        'error',
        second.span,
        'Access-Control-Allow-Origin is sent more than once, and browsers refuse that. Keep one.',
      ),
    ];
  const preflight = probe(model, url, 'OPTIONS', page, [['access-control-request-method', 'PUT']]);
  const found: ConfigProblem[] = [];
  if (preflight.status === 401 && preflight.span !== null)
    found.push(
      problem(
        'preflight-needs-login',
        'error',
        preflight.span,
        'Preflights carry no login: mod_auth answers 401 to them, and browsers refuse. Put auth.require under $HTTP["request-method"] != "OPTIONS".',
      ),
    );
  const doubled =
    first.span !== null && get.answeredBy === 'upstream' && isAdded(model, first.span);
  if (doubled && first.span !== null)
    found.push(
      problem(
        'add-header-doubles',
        'warning',
        first.span,
        'add-response-header makes a second line where the server behind sends one, and browsers refuse two. Use setenv.set-response-header.',
      ),
    );
  return found;
}

function isAdded({ contexts }: Model, span: Span): boolean {
  return contexts.some(({ settings }) =>
    settings.get(LISTS[0])?.items.some((item) => item.span.start === span.start),
  );
}

/** Settings that may decide about an answer in a way that is not followed. */
const FOREIGN =
  /^(?:magnet\.|url\.rewrite|server\.error-handler|server\.errorfile|evhost\.|simple-vhost\.|alias\.url)/;

function notFollowed(context: Context): readonly ConfigProblem[] {
  const inside = [...context.settings.values()];
  const found = inside
    .filter(({ name }) => FOREIGN.test(name))
    .filter(
      ({ name }) =>
        name.startsWith('magnet.') || name.startsWith('url.') || name.startsWith('server.'),
    )
    .map(({ name, span }) =>
      problem(
        'not-simulated',
        'note',
        span,
        `${name} is not simulated: what it makes of an answer is not known here.`,
      ),
    );
  const { condition } = context;
  if (condition === null || isFollowed(context) || !decides(context)) return found;
  return [
    ...found,
    problem(
      'condition-not-followed',
      'note',
      condition.span,
      'This condition is not followed here: it is taken not to match.',
    ),
  ];
}

/** Whether a context sets anything that an answer depends on. */
function decides({ settings }: Context): boolean {
  return [...settings.keys()].some((name) =>
    /^(?:setenv|url|auth|proxy|fastcgi|server\.modules)/.test(name),
  );
}
