import { isMap, type YAMLMap } from 'yaml';
import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { EVERY_HEADER } from '../support/envoy-cors.js';
import {
  insertBefore,
  prependItem,
  removeEntry,
  setAt,
  type YamlEdit,
} from '../support/yaml/edit.js';
import type { Emission, Place, Source } from '../target.js';
import { corsFilter, isEnvoy, tablesOf, type Manager } from './config.js';
import {
  CORS_FILTER,
  deprecatedLevel,
  levelOf,
  levelsOf,
  settingsOf,
  type CorsLevel,
} from './cors.js';
import { fieldAt, keyOf, readEnvoy } from './field.js';
import { withoutCorsHeaders } from './headers.js';
import { obstacles } from './obstacles.js';
import { coversAll, isInside, reaches } from './paths.js';
import { corsJson, OFF, policyOf } from './policy.js';
import { routeMatch } from './match.js';
import { reachedBy, type Reached } from './routing.js';

const RELOAD =
  'envoy --mode validate -c the file, then restart Envoy or let its control plane hand it out.';

/** A change of a part that people know by name. */
interface Step {
  readonly where: string;
  readonly edit: YamlEdit;
}

/**
 * The CorsPolicy of the virtual host, or, below a path, of the routes that answer
 * there: a route of its own before one that answers elsewhere, too.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const reasons: string[] = policy.requestHeaders === '*' ? [EVERY_HEADER] : [];
  const url = parseUrl(place.origin + place.path);
  const tables = tablesOf(readEnvoy(existing).maps.filter(isEnvoy));
  const reached = url === null ? null : reachedBy(tables, url);
  if (reached === null || url === null)
    reasons.push(`No virtual host of ${existing.file} answers at ${place.origin}${place.path}.`);
  else reasons.push(...obstacles(reached, place, url));
  if (reasons.length > 0 || reached === null) return { kind: 'cannot', reasons };
  const { table } = reached;
  const steps = [
    ...filterStep(existing.text, table.manager, policy),
    ...(place.path === '/'
      ? hostSteps(policy, existing.text, reached)
      : pathSteps(policy, place.path, existing.text, reached)),
  ];
  return {
    kind: 'change',
    changes: steps.map(({ where, edit }) => ({ where, ...edit })),
    reload: RELOAD,
    notes: steps.length === 0 ? [] : notesOf(policy, table.manager),
  };
}

function notesOf(policy: CorsPolicy, manager: Manager | null): readonly string[] {
  if (policy.origins.length === 0) return [];
  return [
    ...(manager === null
      ? [
          'The listener that uses these routes is not in this file: envoy.filters.http.cors has to be among its http_filters, first, or nothing of this holds.',
        ]
      : []),
    'forward_not_matching_preflights needs Envoy 1.30; leave it out before, and preflights of other origins go on to the service.',
    'Envoy echoes the origin and never sends Vary: Origin: keep shared caches away from these answers.',
  ];
}

/** The filter itself, before all others: those that ask for a login would refuse preflights. */
function filterStep(text: string, manager: Manager | null, policy: CorsPolicy): readonly Step[] {
  if (manager === null || corsFilter(manager) !== null || policy.origins.length === 0) return [];
  const type = 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors';
  const filter = { name: CORS_FILTER, typed_config: { '@type': type } };
  const key = keyOf(manager.node, 'http_filters');
  return [
    { where: 'http_filters of the listener', edit: prependItem(text, manager.node, key, filter) },
  ];
}

/** Whether levels say a policy, and nothing else. */
function says(levels: readonly CorsLevel[], policy: CorsPolicy): boolean {
  const settings = settingsOf(levels);
  if (settings === null || policy.origins.length === 0)
    return settings === null && policy.origins.length === 0;
  const said = policyOf(settings);
  return said !== null && !settings.forwards && !settings.partly && isEquivalent(said, policy);
}

function hostSteps(policy: CorsPolicy, text: string, { table, host }: Reached): readonly Step[] {
  const routes = host.routes.filter((route) => fieldAt(route, 'route') !== null);
  const holders = [host.node, ...host.routes];
  const headers = holders.flatMap((holder) => withoutCorsHeaders(text, holder));
  const where = `virtual host "${host.name}"`;
  const cleared = headers.map((edit) => ({ where: `response_headers_to_add of ${where}`, edit }));
  if (routes.every((route) => says(levelsOf(table, host, route), policy))) return cleared;
  const steps: Step[] = [...cleared];
  for (const route of host.routes) {
    const at = `the route for ${routeMatch(route).value} of ${where}`;
    steps.push(...removals(text, route, table.manager).map((edit) => ({ where: at, edit })));
  }
  const outer = levelOf(table.node, table.manager);
  const around = outer === null ? null : settingsOf([outer]);
  const own = says(levelsOf(table, host, null), policy);
  if (own && levelOf(host.node, table.manager) !== null) return steps;
  if (policy.origins.length > 0 || around !== null) {
    steps.push(...oldField(text, host.node).map((edit) => ({ where, edit })));
    const value = policy.origins.length > 0 ? corsJson(policy, around) : OFF;
    steps.push({
      where: `typed_per_filter_config of ${where}`,
      edit: setLevel(text, host.node, table.manager, value),
    });
  } else {
    const gone = removals(text, host.node, table.manager);
    steps.push(...gone.map((edit) => ({ where, edit })));
  }
  return steps;
}

function pathSteps(
  policy: CorsPolicy,
  path: string,
  text: string,
  { table, host }: Reached,
): readonly Step[] {
  const { manager } = table;
  const steps: Step[] = [];
  const around = settingsOf(levelsOf(table, host, null));
  for (const route of host.routes) {
    const match = routeMatch(route);
    if (!reaches(match, path)) continue;
    const where = `the route for ${match.value} of virtual host "${host.name}"`;
    const add = (edits: readonly YamlEdit[]): void =>
      void steps.push(...edits.map((edit) => ({ where, edit })));
    const value =
      policy.origins.length > 0 ? corsJson(policy, around) : around === null ? null : OFF;
    if (!isInside(match, path)) {
      if (!says(levelsOf(table, host, route), policy))
        steps.push({
          where: `a route of its own before ${where}`,
          edit: ownRoute(text, path, route, manager, value),
        });
    } else {
      add(withoutCorsHeaders(text, route));
      if (!says(levelsOf(table, host, route), policy)) {
        if (value === null) add(removals(text, route, manager));
        else {
          add(oldField(text, route, 'route'));
          add([setLevel(text, route, manager, value)]);
        }
      }
    }
    // What comes behind is never asked there.
    if (coversAll(match, path)) break;
  }
  return steps;
}

/** A route for the place alone, which does what the one that answered there does. */
function ownRoute(
  text: string,
  path: string,
  route: YAMLMap,
  manager: Manager | null,
  value: Record<string, unknown> | null,
): YamlEdit {
  const filters = keyOf(route, 'typed_per_filter_config');
  const { match: _match, name: _name, ...rest } = route.toJSON() as Record<string, unknown>;
  const others = { ...(rest[filters] as Record<string, unknown> | undefined) };
  const level = levelOf(route, manager);
  if (level !== null) delete others[level.key];
  const config = value === null ? others : { ...others, [filterName(manager)]: value };
  delete rest[filters];
  return insertBefore(text, route, {
    match: path.endsWith('/') ? { prefix: path } : { path_separated_prefix: path },
    ...rest,
    ...(Object.keys(config).length === 0 ? {} : { [filters]: config }),
  });
}

function filterName(manager: Manager | null): string {
  return corsFilter(manager)?.name ?? CORS_FILTER;
}

function setLevel(
  text: string,
  holder: YAMLMap,
  manager: Manager | null,
  value: Record<string, unknown>,
): YamlEdit {
  const key = keyOf(holder, 'typed_per_filter_config');
  return setAt(text, holder, [key, filterName(manager)], value);
}

/** What takes a holder's own settings out, in either field. */
function removals(text: string, holder: YAMLMap, manager: Manager | null): readonly YamlEdit[] {
  const level = levelOf(holder, manager);
  const old = [...oldField(text, holder), ...oldField(text, holder, 'route')];
  if (level === null) return old;
  const key = keyOf(holder, 'typed_per_filter_config');
  const all = fieldAt(holder, 'typed_per_filter_config');
  const edit =
    isMap(all) && all.items.length > 1
      ? removeEntry(text, all as YAMLMap, level.key)
      : removeEntry(text, holder, key);
  return [...old, ...(edit === null ? [] : [edit])];
}

function oldField(text: string, holder: YAMLMap, ...path: readonly string[]): readonly YamlEdit[] {
  const parent = fieldAt(holder, ...path);
  if (!isMap(parent) || deprecatedLevel(holder, ...path) === null) return [];
  const edit = removeEntry(text, parent as YAMLMap, 'cors');
  return edit === null ? [] : [edit];
}
