import { isScalar, type YAMLMap } from 'yaml';
import { entriesAt, nodeAt, spanOf } from '../support/yaml/read.js';
import type { ConfigProblem, Span } from '../target.js';
import { corsFilter, type Manager, type RouteTable, type VirtualHost } from './config.js';
import { deprecatedLevel, isCorsPolicy, levelOf, originsOf, type CorsLevel } from './cors.js';
import { fieldAt, keyOf } from './field.js';
import { addedBy } from './headers.js';
import { ownAnswer } from './match.js';
import { originProblems, problem } from './lint-origins.js';

/** Filters that turn a preflight away, which carries no login, where they come first. */
const GUARDS = new Set(['jwt_authn', 'ext_authz', 'oauth2', 'basic_auth', 'api_key_auth', 'rbac']);

/** What is wrong with CORS in a route configuration and what uses it. */
export function lint(table: RouteTable): readonly ConfigProblem[] {
  const holders = [table.node, ...table.hosts.flatMap(({ node, routes }) => [node, ...routes])];
  const named = holders.flatMap((holder) => levelOf(holder, table.manager) ?? []);
  const policies = named.flatMap(({ policy }) => policy ?? []);
  const deprecated = table.hosts.flatMap(oldFields);
  return [
    ...filterProblems(table.manager, named.length + deprecated.length > 0),
    ...holders.flatMap((holder) => keyProblems(holder, table.manager)),
    ...[...policies, ...deprecated.flatMap(({ policy }) => policy ?? [])].flatMap(policyProblems),
    ...deprecated.map(({ keySpan }) => oldField(keySpan, named.length > 0)),
    ...table.hosts.flatMap(({ routes }) =>
      routes.flatMap((each) => routeProblems(each, table.manager)),
    ),
    ...holders.flatMap(addedProblems),
  ];
}

function oldFields({ node, routes }: VirtualHost): readonly CorsLevel[] {
  return [deprecatedLevel(node), ...routes.map((route) => deprecatedLevel(route, 'route'))].flatMap(
    (level) => level ?? [],
  );
}

function filterProblems(manager: Manager | null, used: boolean): readonly ConfigProblem[] {
  if (manager === null || !used) return [];
  const filter = corsFilter(manager);
  if (filter === null) {
    const key = keyOf(manager.node, 'http_filters');
    const span = entriesAt(manager.node).find((each) => each.key === key)?.keySpan;
    return [
      problem(
        'cors-filter-missing',
        'error',
        span ?? spanOf(manager.node),
        'The CORS filter is not among http_filters, so that Envoy does nothing of what the routes say about CORS. Put envoy.filters.http.cors first.',
      ),
    ];
  }
  const before = manager.filters.slice(0, manager.filters.indexOf(filter));
  const router = before.find(({ kind }) => kind === 'router');
  const guard = before.find(({ kind }) => GUARDS.has(kind));
  return [
    ...(router === undefined
      ? []
      : [
          problem(
            'cors-filter-after-router',
            'error',
            spanOf(filter.node),
            'The CORS filter stands behind the router, which has to be the last: Envoy does not start so. Put it first.',
          ),
        ]),
    ...(guard === undefined
      ? []
      : [
          problem(
            'cors-filter-behind-guard',
            'warning',
            spanOf(nodeAt(guard.node, 'name') ?? guard.node),
            `${guard.name} comes before the CORS filter and may refuse preflights, which carry no login; its refusals carry no CORS headers either. Put ${filter.name} before it.`,
          ),
        ]),
  ];
}

/** Settings under a name that is no filter's count for nothing. */
function keyProblems(holder: YAMLMap, manager: Manager | null): readonly ConfigProblem[] {
  const filter = corsFilter(manager);
  if (filter === null) return [];
  return entriesAt(fieldAt(holder, 'typed_per_filter_config'))
    .filter(({ key, value }) => key !== filter.name && isCorsPolicy(value))
    .map(({ key, keySpan }) =>
      problem(
        'per-route-name-unknown',
        'error',
        keySpan,
        `No filter of http_filters is called "${key}", so that this counts for nothing. The CORS filter is called "${filter.name}".`,
      ),
    );
}

function policyProblems(policy: YAMLMap): readonly ConfigProblem[] {
  const age = fieldAt(policy, 'max_age');
  const number = isScalar(age) && typeof age.value === 'number';
  return [
    ...originsOf(policy).flatMap(originProblems),
    ...(number
      ? [
          problem(
            'max-age-no-text',
            'error',
            spanOf(age),
            `max_age is a text, and Envoy refuses a number: write "${age.source ?? String(age.value)}" in quotes.`,
          ),
        ]
      : []),
  ];
}

function oldField(span: Span, ignored: boolean): ConfigProblem {
  return ignored
    ? problem(
        'cors-field-ignored',
        'error',
        span,
        'The deprecated field "cors" counts for nothing where typed_per_filter_config has settings of the CORS filter. Move what it says there.',
      )
    : problem(
        'cors-field-deprecated',
        'note',
        span,
        'The field "cors" is deprecated: its place is typed_per_filter_config, under the name of the CORS filter.',
      );
}

function routeProblems(route: YAMLMap, manager: Manager | null): readonly ConfigProblem[] {
  const misplaced = fieldAt(route, 'cors');
  const level = levelOf(route, manager);
  const alone = ownAnswer(route);
  return [
    ...(misplaced === null
      ? []
      : [
          problem(
            'cors-field-misplaced',
            'error',
            spanOf(misplaced),
            'A route has no field "cors", and Envoy refuses the configuration. It belongs into typed_per_filter_config.',
          ),
        ]),
    ...(level === null || alone === null || level.disabled
      ? []
      : [
          problem(
            'cors-without-service',
            'warning',
            level.keySpan,
            `The CORS filter does nothing for a route with ${alone}: its answers, also to preflights, get no CORS headers.`,
          ),
        ]),
  ];
}

function addedProblems(holder: YAMLMap): readonly ConfigProblem[] {
  return addedBy(holder)
    .filter(({ name }) => /^access-control-/i.test(name))
    .map(({ name, span, action }) =>
      problem(
        'cors-header-added',
        'warning',
        span,
        `${name} is added to every answer of a service, whatever its origin${action === 'append' ? ', and to one that is there already, which browsers refuse' : ''}; preflights that a service answers with 405 stay refused. Let the CORS filter send it.`,
      ),
    );
}
