import { emitFor } from '../../fix/index.js';
import { validatePolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import type { Translation } from '../../reporters/policy/index.js';
import { policyWords } from '../../reporters/wording/policy.js';
import {
  positionAt,
  type Configuration,
  type Place,
  type Route,
  type Source,
  type Target,
} from '../../targets/index.js';
import { contextOf } from './options.js';

/** The places of a configuration that say something of CORS, or may: the others carry nothing over and lose nothing. */
export function speakingRoutes({ routes }: Configuration, { text }: Source): readonly Route[] {
  return routes.filter(
    ({ policy, notes, span }) =>
      policy !== null ||
      notes.length > 0 ||
      /access-control|cors|allow[-_]?origin/i.test(text.slice(span.start, span.end)),
  );
}

/** The policy of each place of a configuration, for another target. */
export function translate(
  routes: readonly Route[],
  source: Source,
  target: Target,
  base: Place,
): readonly Translation[] {
  return routes.map((route) => translateRoute(route, source, target, base));
}

function translateRoute(route: Route, source: Source, target: Target, base: Place): Translation {
  const host = route.hosts.length === 0 ? 'any host' : route.hosts.join(', ');
  const { line } = positionAt(source.text, route.span.start);
  const from = `${source.file}:${line}: ${host}, ${route.path}`;
  if (route.policy === null) {
    const why = 'What it says of CORS is nothing that a policy can hold.';
    return { from, lost: [...route.notes, why], result: null };
  }
  const { place, lost } = placeOfRoute(route, base);
  const errors = validatePolicy(route.policy, contextOf(place))
    .filter(({ severity }) => severity === 'error')
    .map(policyWords)
    .map(({ what, remedy }) => `${what} ${remedy}`);
  const all = [...route.notes, ...lost, ...errors];
  if (errors.length > 0) return { from, lost: all, result: null };
  return { from, lost: all, result: emitFor(target, route.policy, place, null) };
}

/** The place that a route names, as far as it is a plain host and path. */
export function placeOfRoute(
  { hosts, path }: Route,
  base: Place,
): { readonly place: Place; readonly lost: readonly string[] } {
  const lost: string[] = [];
  const [host] = hosts;
  let { origin } = base;
  if (host !== undefined) {
    const url = /[*~^$]/.test(host) ? null : parseUrl(`https://${host}`);
    if (url === null) lost.push(`The host ${host} is a pattern: ${origin} stands in for it.`);
    else origin = url.origin;
  }
  if (hosts.length > 1 && host !== undefined)
    lost.push(`It is written for one host; do the same for ${hosts.slice(1).join(', ')}.`);
  const plain = /^\/[\w./~%-]*$/.test(path);
  if (!plain) lost.push(`The path ${path} is no plain prefix: ${base.path} stands in for it.`);
  return { place: { ...base, origin, path: plain ? path : base.path }, lost };
}
