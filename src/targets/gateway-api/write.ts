import type { CorsPolicy } from '../../policy/index.js';
import { replacePrefix } from './modifiers.js';
import type { AddedRule, RoutePlan } from './plan.js';
import { corsOf } from './say.js';

type Json = Record<string, unknown>;

/** The item of `filters` that says a policy; null for one that lets nobody in. */
export function corsItem(policy: CorsPolicy): Json | null {
  return policy.origins.length === 0 ? null : { type: 'CORS', cors: corsOf(policy) };
}

/** A rule for the place: what the other one does, with the policy in front. Names are unique, so it has none. */
export function ruleFor(
  { from, matches, prefix }: AddedRule,
  policy: CorsPolicy,
  path: string,
): Json {
  const { matches: _matches, name: _name, filters, backendRefs, ...rest } = from.toJSON() as Json;
  const own = withCors(filters, policy).map((each) => narrowed(each, prefix, path));
  const refs = items(backendRefs).map((ref) =>
    ref['filters'] === undefined
      ? ref
      : { ...ref, filters: items(ref['filters']).map((each) => narrowed(each, prefix, path)) },
  );
  return {
    matches,
    ...(own.length === 0 ? {} : { filters: own }),
    ...(backendRefs === undefined ? {} : { backendRefs: refs }),
    ...rest,
  };
}

/** Filters with the policy before all others: a preflight is to be answered first. */
function withCors(filters: unknown, policy: CorsPolicy): Json[] {
  const cors = corsItem(policy);
  const others = items(filters).filter(({ type }) => type !== 'CORS');
  return cors === null ? others : [cors, ...others];
}

/** What replaces the prefix of the match replaces the longer one such that the same path comes out. */
function narrowed(filter: Json, prefix: string, path: string): Json {
  for (const key of ['urlRewrite', 'requestRedirect']) {
    const modifier = (filter[key] as Json | null | undefined)?.['path'] as Json | null | undefined;
    const by = modifier?.['replacePrefixMatch'];
    if (typeof by === 'string')
      return {
        ...filter,
        [key]: {
          ...(filter[key] as Json),
          path: { ...modifier, replacePrefixMatch: replacePrefix(path, prefix, by) },
        },
      };
  }
  return filter;
}

function items(list: unknown): Json[] {
  return Array.isArray(list)
    ? list.filter((each): each is Json => typeof each === 'object' && each !== null)
    : [];
}

/** What a cluster wrote into an object, and what kubectl keeps of it. */
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An HTTPRoute for one host alone: all rules of the other one, with those of the place changed. */
export function routeFor(
  { route, inPlace, added }: RoutePlan,
  policy: CorsPolicy,
  path: string,
  hostname: string,
  name: string,
): Json {
  const { apiVersion, kind, metadata, spec } = route.toJSON() as Json;
  const { namespace, labels, annotations } = (metadata ?? {}) as Json;
  const { [APPLIED]: _applied, ...notes } = (annotations ?? {}) as Json;
  const { hostnames: _hostnames, rules, ...rest } = (spec ?? {}) as Json;
  const kept = items(rules).map((rule, index) => {
    if (inPlace.includes(index)) {
      const { filters, ...others } = rule;
      const own = withCors(filters, policy);
      return own.length === 0 ? others : { ...others, filters: own };
    }
    const moved = added.find((each) => each.index === index)?.moved ?? [];
    if (moved.length === 0) return rule;
    const gone = new Set(moved.map(({ node }) => JSON.stringify(node?.toJSON())));
    return {
      ...rule,
      matches: items(rule['matches']).filter((each) => !gone.has(JSON.stringify(each))),
    };
  });
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(Object.keys(notes).length === 0 ? {} : { annotations: notes }),
    },
    spec: {
      ...rest,
      hostnames: [hostname],
      rules: [...kept, ...added.map((each) => ruleFor(each, policy, path))],
    },
  };
}
