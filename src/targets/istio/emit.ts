import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { EVERY_HEADER } from '../support/envoy-cors.js';
import { nameOf } from '../support/ingress.js';
import { canMatchBelow } from '../support/pattern.js';
import { insertBefore, removeEntry, setAt, type YamlEdit } from '../support/yaml/edit.js';
import { readYaml } from '../support/yaml/read.js';
import type { Emission, Place, Source } from '../target.js';
import { corsJson, corsOf, policyOf } from './cors.js';
import { hostRoutes, httpRoutes, isVirtualService, type HttpRoute, type Match } from './routes.js';

const RELOAD = 'kubectl apply -f the file; istiod tells the proxies within seconds.';

/**
 * The corsPolicy of each route that answers at the place; a route of its own before
 * one that answers elsewhere, too: the first match wins.
 */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const reasons = cannotSay(policy);
  const url = parseUrl(place.origin + place.path);
  const routes = httpRoutes(readYaml(existing).maps.filter(isVirtualService));
  const here = url === null ? [] : hostRoutes(routes, url.hostname);
  const all = here.filter(({ matches }) => reaches(matches, place));
  if (all.length === 0)
    reasons.push(`No VirtualService of ${existing.file} answers at ${place.origin}${place.path}.`);
  const others = all.find(({ hosts }) => hosts.length > 1);
  if (others !== undefined)
    reasons.push(
      `VirtualService ${nameOf(others.service)} is for several hosts (${others.hosts.join(', ')}): give ${url?.hostname ?? ''} one of its own first.`,
    );
  const odd = all.find(({ matches }) => matches.some((each) => isOdd(each, place.pattern)));
  if (odd !== undefined)
    reasons.push(
      `A route of VirtualService ${nameOf(odd.service)} that answers there has conditions besides the path, so that preflights may take another route than their requests: put the policy by hand.`,
    );
  if (reasons.length > 0) return { kind: 'cannot', reasons };
  const edits = editsFor(policy, place, existing.text, all);
  return {
    kind: 'change',
    changes: edits.map(({ route, edit }) => ({
      where: `spec.http of VirtualService ${nameOf(route.service)}`,
      ...edit,
    })),
    reload: RELOAD,
    notes:
      edits.length === 0
        ? []
        : [
            'Envoy echoes the origin and never sends Vary: Origin: keep shared caches away from these answers.',
          ],
  };
}

interface RouteEdit {
  readonly route: HttpRoute;
  readonly edit: YamlEdit;
}

function editsFor(
  policy: CorsPolicy,
  { path, pattern }: Place,
  text: string,
  routes: readonly HttpRoute[],
): readonly RouteEdit[] {
  const edits: RouteEdit[] = [];
  for (const route of routes) {
    const whole = coversAll(route.matches, path);
    const inside =
      route.matches.length > 0 &&
      route.matches.every(({ uri }) =>
        uri?.kind === 'regex' ? uri.value === pattern : uri !== null && isWithin(uri.value, path),
      );
    if (!says(route, policy)) {
      const edit =
        inside || path === '/' ? inPlace(policy, text, route) : ownRoute(policy, path, text, route);
      if (edit !== null) edits.push({ route, edit });
    }
    // What comes behind is never asked there.
    if (whole) break;
  }
  return edits;
}

function says({ node }: HttpRoute, policy: CorsPolicy): boolean {
  const cors = corsOf(node);
  if (cors === null || policy.origins.length === 0)
    return cors === null && policy.origins.length === 0;
  const said = policyOf(cors);
  return said !== null && cors.unmatchedPreflights === 'IGNORE' && isEquivalent(said, policy);
}

function inPlace(policy: CorsPolicy, text: string, { node }: HttpRoute): YamlEdit | null {
  return policy.origins.length === 0
    ? removeEntry(text, node, 'corsPolicy')
    : setAt(text, node, ['corsPolicy'], corsJson(policy));
}

/** A route for the place alone, which does what the one that answered there does. */
function ownRoute(policy: CorsPolicy, path: string, text: string, { node }: HttpRoute): YamlEdit {
  const {
    match: _match,
    corsPolicy: _cors,
    name: _name,
    ...rest
  } = node.toJSON() as Record<string, unknown>;
  const below = path.endsWith('/') ? path : `${path}/`;
  const cors = policy.origins.length === 0 ? {} : { corsPolicy: corsJson(policy) };
  return insertBefore(text, node, {
    match: [{ uri: { exact: path } }, { uri: { prefix: below } }],
    ...rest,
    ...cors,
  });
}

/** Whether a route can answer at a path or below it, or is the one of the place's expression. */
function reaches(matches: readonly Match[], { path, pattern }: Place): boolean {
  if (pattern !== undefined)
    return matches.some(({ uri }) => uri?.kind === 'regex' && uri.value === pattern);
  return (
    matches.length === 0 ||
    matches.some(({ uri }) => {
      if (uri === null) return true;
      if (uri.kind === 'regex') return canMatchBelow(uri.value, path);
      if (isWithin(uri.value, path)) return true;
      return uri.kind === 'prefix' && path.startsWith(uri.value);
    })
  );
}

/** Whether nothing at the place gets past a route. */
function coversAll(matches: readonly Match[], path: string): boolean {
  const below = path.endsWith('/') ? path : `${path}/`;
  const prefix = (wanted: string): boolean =>
    matches.some(
      ({ uri }) => uri === null || (uri.kind === 'prefix' && wanted.startsWith(uri.value)),
    );
  const exact =
    prefix(path) || matches.some(({ uri }) => uri?.kind === 'exact' && uri.value === path);
  return matches.length === 0 || (exact && prefix(below));
}

function isWithin(value: string, path: string): boolean {
  return value === path || value.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function isOdd(
  { uri, method, headers, other, ignoreUriCase }: Match,
  pattern: string | undefined,
): boolean {
  const regex = uri?.kind === 'regex' && uri.value !== pattern;
  return regex || method !== null || headers.length > 0 || other || ignoreUriCase;
}

function cannotSay(policy: CorsPolicy): string[] {
  const reasons: string[] = policy.requestHeaders === '*' ? [EVERY_HEADER] : [];
  if (policy.privateNetwork)
    reasons.push(
      'A VirtualService has no word for Access-Control-Allow-Private-Network; let the API itself send it.',
    );
  return reasons;
}
