import { isMap, type Node, type YAMLMap } from 'yaml';
import type { EnvoyCors } from '../support/envoy-cors.js';
import { entriesAt, itemsAt, spanOf } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { corsFilter, type Manager, type RouteTable, type VirtualHost } from './config.js';
import { fieldAt, fieldFlag, fieldMaps, fieldText, typeOf } from './field.js';
import { holds, stringMatcher, type StringMatcher } from './match.js';

/** The name under which the filter's settings stand where the filter itself is not in the file. */
export const CORS_FILTER = 'envoy.filters.http.cors';

/** Settings of the CORS filter at one place of the routes. */
export interface CorsLevel {
  /** The route, virtual host or route configuration that has them. */
  readonly holder: YAMLMap;
  /** The name that they stand under. */
  readonly key: string;
  readonly keySpan: Span;
  /** The CorsPolicy; null where the filter is only turned off. */
  readonly policy: YAMLMap | null;
  readonly span: Span;
  readonly disabled: boolean;
  /** Whether they are the deprecated `cors` field. */
  readonly deprecated: boolean;
}

/** What the filter does for a route, all levels together. */
export interface CorsSettings {
  readonly span: Span;
  readonly origins: readonly (StringMatcher & { readonly span: Span })[];
  readonly methods: string;
  readonly headers: string;
  readonly expose: string;
  readonly maxAge: string;
  readonly credentials: boolean;
  readonly privateNetwork: boolean;
  readonly forwards: boolean;
  /** Whether it is on for a share of the requests only. */
  readonly partly: boolean;
}

/** The settings at a place itself; null where it has none. */
export function levelOf(holder: YAMLMap, manager: Manager | null): CorsLevel | null {
  const filter = corsFilter(manager);
  const entry = entriesAt(fieldAt(holder, 'typed_per_filter_config')).find(({ key, value }) =>
    filter === null ? isCorsPolicy(value) : key === filter.name,
  );
  if (entry === undefined) return null;
  const { key, keySpan, value } = entry;
  const wrapped = typeOf(value).endsWith('.FilterConfig');
  const policy = wrapped ? fieldAt(value, 'config') : value;
  return {
    holder,
    key,
    keySpan,
    policy: isMap(policy) ? (policy as YAMLMap) : null,
    span: spanOf(policy ?? value),
    disabled: wrapped && fieldFlag(value, 'disabled') === true,
    deprecated: false,
  };
}

/** Whether a message has settings of the CORS filter, wrapped or not. */
export function isCorsPolicy(node: Node | null): boolean {
  return [node, fieldAt(node, 'config')].some((each) =>
    typeOf(each).endsWith('.cors.v3.CorsPolicy'),
  );
}

/** The deprecated field of a virtual host, or of a route's action. */
export function deprecatedLevel(holder: YAMLMap, ...path: readonly string[]): CorsLevel | null {
  const entry = entriesAt(fieldAt(holder, ...path)).find(({ key }) => key === 'cors');
  if (entry === undefined || !isMap(entry.value)) return null;
  const { key, keySpan, value } = entry;
  const policy = value as YAMLMap;
  return { holder, key, keySpan, policy, span: spanOf(policy), disabled: false, deprecated: true };
}

/**
 * The levels that count for a route, the most specific first. The deprecated
 * fields count where no level has settings by the filter's name.
 */
export function levelsOf(
  { node, manager }: RouteTable,
  host: VirtualHost,
  route: YAMLMap | null,
): readonly CorsLevel[] {
  const holders = route === null ? [host.node, node] : [route, host.node, node];
  const named = holders.flatMap((holder) => levelOf(holder, manager) ?? []);
  if (named.length > 0) return named;
  return [
    ...(route === null ? [] : [deprecatedLevel(route, 'route')]),
    deprecatedLevel(host.node),
  ].flatMap((level) => level ?? []);
}

/**
 * What the levels make together: each field is that of the most specific level
 * that has it, and whether the filter is on that of the most specific one.
 * Null where it does nothing.
 * envoyproxy/envoy, source/extensions/filters/http/cors/cors_filter.cc
 */
export function settingsOf(levels: readonly CorsLevel[]): CorsSettings | null {
  const policies = levels.flatMap(({ policy }) => policy ?? []);
  const [first] = policies;
  if (first === undefined || levels[0]?.disabled === true) return null;
  const share = shareOf(first);
  if (share === 0) return null;
  const text = (name: string): string =>
    policies.map((each) => fieldText(each, name) ?? '').find((value) => value !== '') ?? '';
  const flag = (name: string, otherwise: boolean): boolean =>
    policies.map((each) => fieldFlag(each, name)).find((value) => value !== null) ?? otherwise;
  return {
    span: levels[0]!.span,
    origins: policies.map(originsOf).find((list) => list.length > 0) ?? [],
    methods: text('allow_methods'),
    headers: text('allow_headers'),
    expose: text('expose_headers'),
    maxAge: text('max_age'),
    credentials: flag('allow_credentials', false),
    privateNetwork: flag('allow_private_network_access', false),
    forwards: flag('forward_not_matching_preflights', true),
    partly: share < 1,
  };
}

/** For which share of requests a policy is on. A runtime key may say otherwise while Envoy runs. */
function shareOf(policy: YAMLMap): number {
  if (fieldFlag(policy, 'enabled') === false) return 0;
  const value = fieldAt(policy, 'filter_enabled', 'default_value');
  if (fieldAt(policy, 'filter_enabled') === null) return 1;
  const denominators: Readonly<Record<string, number>> = {
    TEN_THOUSAND: 10_000,
    MILLION: 1_000_000,
  };
  const whole = denominators[fieldText(value, 'denominator') ?? ''] ?? 100;
  return Math.min(1, Number(fieldText(value, 'numerator') ?? 0) / whole);
}

/** The origins that a policy names, with the lists of the API's second version. */
export function originsOf(policy: YAMLMap): CorsSettings['origins'] {
  const matchers = fieldMaps(policy, 'allow_origin_string_match').flatMap((node) => {
    const matcher = stringMatcher(node);
    return matcher === null ? [] : [{ ...matcher, span: spanOf(node) }];
  });
  const old = (['exact', 'regex'] as const).flatMap((kind) =>
    itemsAt(fieldAt(policy, kind === 'exact' ? 'allow_origin' : 'allow_origin_regex')).flatMap(
      (node) => {
        const value = fieldText(node);
        return value === null ? [] : [{ kind, value, ignoreCase: false, span: spanOf(node) }];
      },
    ),
  );
  return [...matchers, ...old];
}

/** For the filter. */
export function envoyOf(settings: CorsSettings): EnvoyCors {
  return {
    matches: (text) => settings.origins.some((each) => holds(each, text)),
    allowMethods: settings.methods,
    allowHeaders: settings.headers,
    exposeHeaders: settings.expose,
    maxAge: settings.maxAge,
    allowCredentials: settings.credentials,
    allowPrivateNetwork: settings.privateNetwork,
    forwardsUnmatched: settings.forwards,
    span: settings.span,
  };
}
