import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { EVERY_HEADER } from '../support/envoy-cors.js';
import { nameOf } from '../support/ingress.js';
import { removeEntry, setAt } from '../support/yaml/edit.js';
import { readYaml } from '../support/yaml/read.js';
import type { Emission, Place, Source } from '../target.js';
import { corsJson, corsOf, policyOf } from './cors.js';
import { isHttpProxy, proxyFor, rootProxies, routeFor } from './proxies.js';

/** The corsPolicy of the virtual host: it holds for all of it, and is refused where that is more than the place. */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const url = parseUrl(place.origin + place.path);
  const proxies = rootProxies(readYaml(existing).maps.filter(isHttpProxy));
  const proxy = url === null ? null : proxyFor(proxies, url);
  // A place that is the whole host is there wherever the host's routes are.
  const served =
    place.path === '/' ||
    (proxy !== null && url !== null && routeFor(proxy, url.pathname) !== null);
  if (url === null || proxy === null || !served)
    return {
      kind: 'cannot',
      reasons: [`No HTTPProxy of ${existing.file} answers at ${place.origin}${place.path}.`],
    };
  if (policy.requestHeaders === '*') return { kind: 'cannot', reasons: [EVERY_HEADER] };
  const now = corsOf(proxy.virtualHost);
  const said = now === null ? null : policyOf(now);
  const same =
    now === null
      ? policy.origins.length === 0
      : said !== null && policy.origins.length > 0 && isEquivalent(said, policy);
  if (same) return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  const elsewhere = proxy.routes.find(
    ({ kind, path }) => place.path !== '/' && (kind === 'regex' || !isWithin(path, place.path)),
  );
  if (elsewhere !== undefined || proxy.includes)
    return {
      kind: 'cannot',
      reasons: [
        `The corsPolicy of an HTTPProxy holds for its whole virtual host, and ${nameOf(proxy.node)} answers ${elsewhere === undefined ? 'what it includes' : elsewhere.path}, too: give ${place.path} a host of its own, or let the API send the headers.`,
      ],
    };
  const edit =
    policy.origins.length === 0
      ? removeEntry(existing.text, proxy.virtualHost, 'corsPolicy')
      : setAt(existing.text, proxy.virtualHost, ['corsPolicy'], corsJson(policy));
  const where = `spec.virtualhost of HTTPProxy ${nameOf(proxy.node)}`;
  return {
    kind: 'change',
    changes: edit === null ? [] : [{ where, ...edit }],
    reload: RELOAD,
    notes: [
      'Envoy echoes the origin and never sends Vary: Origin: keep shared caches away from these answers. Preflights of other origins go on to the service.',
    ],
  };
}

const RELOAD = 'kubectl apply -f the file; Contour tells its Envoys within seconds.';

function isWithin(value: string, path: string): boolean {
  return value === path || value.startsWith(path.endsWith('/') ? path : `${path}/`);
}
