import { stringify, type YAMLMap } from 'yaml';
import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { fetchRequest, parseUrl } from '../../protocol/index.js';
import { filterOf } from '../gateway-api/filter.js';
import { isBelow } from '../gateway-api/matching.js';
import { answering } from '../gateway-api/precedence.js';
import { hostnamesOf, matchesOf, nameOf, type Match } from '../gateway-api/routes.js';
import { removeEntry, setAt, type YamlEdit } from '../support/yaml/edit.js';
import { nodeAt, readYaml, textAt } from '../support/yaml/read.js';
import type { Emission, Place, Source } from '../target.js';
import { cannotSay, corsJson, corsOf, policyOf } from './cors.js';
import { inForce, policiesOf, policyOfRoute } from './policies.js';

const RELOAD = 'kubectl apply -f the file; Envoy Gateway tells its Envoys within seconds.';

/** spec.cors of the SecurityPolicy of the route that answers at the place; a new one where it has none. */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { maps } = readYaml(existing);
  const matches = matchesOf(maps);
  const url = parseUrl(place.origin + place.path);
  const request = {
    ...fetchRequest(place.origin + place.path),
    kind: 'request',
    headers: [],
    credentials: false,
    redirectCount: 0,
  } as const;
  const match = url === null ? null : answering(matches, url, request);
  const reasons = cannotSay(policy);
  if (match === null)
    reasons.push(`No HTTPRoute of ${existing.file} answers at ${place.origin}${place.path}.`);
  else reasons.push(...tooWide(matches, match, place, url?.hostname ?? ''));
  if (reasons.length > 0 || match === null) return { kind: 'cannot', reasons };
  const policies = policiesOf(maps);
  const own = policyOfRoute(policies, match.route);
  const now = inForce(policies, match.route);
  const cors = now === null ? null : corsOf(now.node);
  const said = cors === null ? null : policyOf(cors);
  const nobody = policy.origins.length === 0;
  if (nobody ? cors === null : said !== null && isEquivalent(said, policy))
    return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  const edit: YamlEdit | null =
    own === null
      ? newPolicy(existing.text, match.route, policy)
      : nobody
        ? removeCors(existing.text, own.node)
        : setAt(existing.text, own.node, ['spec', 'cors'], corsJson(policy));
  const where =
    own === null
      ? `a new SecurityPolicy for HTTPRoute ${nameOf(match.route)}`
      : `spec.cors of SecurityPolicy ${own.namespace}/${own.name}`;
  return {
    kind: 'change',
    changes: edit === null ? [] : [{ where, ...edit }],
    reload: RELOAD,
    notes: [
      ...(own !== null && own.targets.length > 1
        ? [`SecurityPolicy ${own.name} is for several targets: what changes holds for all of them.`]
        : []),
      ...(own === null && now !== null
        ? [
            `A policy of the route takes the place of that of its gateway (${now.name}), which is not merged into it.`,
          ]
        : []),
      'Envoy echoes the origin and never sends Vary: Origin: keep shared caches away from these answers.',
    ],
  };
}

/** A SecurityPolicy holds for a whole route. */
function tooWide(
  matches: readonly Match[],
  { route }: Match,
  { path, pattern }: Place,
  hostname: string,
): string[] {
  const reasons: string[] = [];
  const name = nameOf(route);
  const hosts = hostnamesOf(route);
  if (
    hosts.length > 1 ||
    (hosts.length === 1 && hosts[0] !== hostname && !hosts[0]!.startsWith('*'))
  )
    reasons.push(
      `HTTPRoute ${name} is for several hosts (${hosts.join(', ')}), and a SecurityPolicy holds for all of it: give ${hostname} a route of its own first.`,
    );
  const own = matches.filter((each) => each.route === route);
  const other = own.find((each) =>
    each.type === 'RegularExpression' ? each.path !== pattern : !isBelow(each.path, path),
  );
  if (other !== undefined)
    reasons.push(
      `HTTPRoute ${name} answers ${other.path}, too, and a SecurityPolicy holds for all of it: give ${path} a route of its own first.`,
    );
  if (own.some(({ rule }) => filterOf(rule) !== null))
    reasons.push(
      `A rule of HTTPRoute ${name} has a CORS filter, which goes before every SecurityPolicy: change that (gateway-api), or take it out.`,
    );
  return reasons;
}

function removeCors(text: string, policy: YAMLMap): YamlEdit | null {
  const spec = nodeAt(policy, 'spec');
  return spec === null ? null : removeEntry(text, spec as YAMLMap, 'cors');
}

function newPolicy(text: string, route: YAMLMap, policy: CorsPolicy): YamlEdit {
  const name = textAt(route, 'metadata', 'name') ?? 'route';
  const namespace = textAt(route, 'metadata', 'namespace');
  const cors = policy.origins.length === 0 ? {} : { cors: corsJson(policy) };
  const object = {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'SecurityPolicy',
    metadata: { name, ...(namespace === null ? {} : { namespace }) },
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
      ...cors,
    },
  };
  const separator = text === '' || text.endsWith('\n') ? '---\n' : '\n---\n';
  return {
    text: separator + stringify(object, { lineWidth: 0 }),
    at: { start: text.length, end: text.length },
  };
}
