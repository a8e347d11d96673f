import { isSeq, stringify, type Node, type YAMLMap } from 'yaml';
import type { CorsPolicy } from '../../policy/index.js';
import type { UrlRecord } from '../../protocol/index.js';
import type { YamlEdit } from '../support/yaml/edit.js';
import { itemsAt, nodeAt, textAt } from '../support/yaml/read.js';
import { removeItem } from './edit.js';
import { isForHost } from './matching.js';
import type { RoutePlan } from './plan.js';
import { hostRank, isTie } from './precedence.js';
import { hostnamesOf, nameOf, type Match } from './routes.js';
import { routeFor } from './write.js';

/** Whether a route is for one host alone. */
export function isForHostAlone(route: YAMLMap, hostname: string): boolean {
  const names = hostnamesOf(route);
  return names.length === 1 && names[0] === hostname;
}

/** Why a host cannot be taken out of a route, a sentence each. */
export function whyNotSplit(
  route: YAMLMap,
  all: readonly Match[],
  url: UrlRecord,
): readonly string[] {
  const { hostname } = url;
  const name = nameOf(route);
  const reasons: string[] = [];
  if (/^[\d.]+$|^\[/.test(hostname))
    reasons.push(
      `HTTPRoute ${name} is for other hosts, too, and hostnames takes no IP addresses: give the API a name.`,
    );
  if (route.flow === true)
    reasons.push(
      `HTTPRoute ${name} is for other hosts, too, and is written as JSON, to which no document can be added: write an HTTPRoute for ${hostname} first.`,
    );
  const here = all.filter((match) => isForHost(match, url));
  const own = here.filter((match) => match.route === route);
  const rank = hostRank({ hostnames: hostnamesOf(route) }, hostname);
  const rivals = here.filter(
    (match) =>
      match.route !== route &&
      (hostnamesOf(route).includes(hostname)
        ? own.some((each) => isTie(each, match, hostname))
        : hostRank(match, hostname) >= rank),
  );
  if (rivals[0] !== undefined)
    reasons.push(
      `HTTPRoute ${name} is for other hosts, too, and HTTPRoute ${nameOf(rivals[0].route)} answers at ${hostname} as well: a route for this host alone could change which of them does. Give ${hostname} one HTTPRoute first.`,
    );
  return reasons;
}

/** The edits that give a host a route of its own, at the end of the text. */
export function splitEdits(
  text: string,
  maps: readonly YAMLMap[],
  plan: RoutePlan,
  policy: CorsPolicy,
  path: string,
  hostname: string,
): readonly { readonly where: string; readonly edit: YamlEdit }[] {
  const { route } = plan;
  const name = newName(maps, route, hostname);
  const hostnames = nodeAt(route, 'spec', 'hostnames');
  const item = itemsAt(route, 'spec', 'hostnames').find(
    (node) => textAt(node)?.toLowerCase() === hostname,
  );
  const document = stringify(routeFor(plan, policy, path, hostname, name), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  const between = text === '' || text.endsWith('\n') ? '' : '\n';
  const added = `${between}---\n${document}`;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const at = { start: text.length, end: text.length };
  return [
    ...(isSeq(hostnames) && item !== undefined
      ? [
          {
            where: `spec.hostnames of HTTPRoute ${nameOf(route)}`,
            edit: removeItem(text, hostnames, item as Node),
          },
        ]
      : []),
    {
      where: `an HTTPRoute of its own, ${name}, for ${hostname}`,
      edit: { text: added.replaceAll('\n', eol), at },
    },
  ];
}

/** A name that no other HTTPRoute of the file has. */
function newName(maps: readonly YAMLMap[], route: YAMLMap, hostname: string): string {
  const own = textAt(route, 'metadata', 'name') ?? 'route';
  const base = `${own}-${hostname.replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, 240);
  const taken = new Set(maps.map((map) => textAt(map, 'metadata', 'name')));
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
  return name;
}
