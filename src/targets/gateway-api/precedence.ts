import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { textAt } from '../support/yaml/read.js';
import { isHost, isMatch } from './matching.js';
import { nameOf, type Match } from './routes.js';

/** What decides between matches of any rules, most important first; the larger wins. */
function rank(match: Match, hostname: string): readonly number[] {
  const { type, path, method, headers, query } = match;
  return [
    hostRank(match, hostname),
    // Where a regular expression stands is the implementation's; Envoy Gateway has it
    // here, the longest first (its internal/gatewayapi/sort.go).
    type === 'Exact' ? 2 : type === 'PathPrefix' ? 0 : 1,
    type === 'Exact' ? 0 : path.length,
    method === '' ? 0 : 1,
    headers.length,
    query.length,
  ];
}

/** The most characters of a host name without a wildcard, then of one with it; 0 for no host name. */
export function hostRank({ hostnames }: Pick<Match, 'hostnames'>, hostname: string): number {
  return Math.max(
    0,
    ...hostnames
      .filter((name) => isHost(name, hostname))
      .map((name) => (name.startsWith('*') ? name.length : 1000 + name.length)),
  );
}

/** Whether nothing in the rules themselves decides between two matches. */
export function isTie(a: Match, b: Match, hostname: string): boolean {
  return byRank(a, b, hostname) === 0;
}

function byRank(a: Match, b: Match, hostname: string): number {
  const [left, right] = [rank(a, hostname), rank(b, hostname)];
  for (const [index, value] of left.entries()) {
    const difference = (right[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Orders matches: exact paths, the longest prefix, a method, the most headers,
 * the most query parameters; between routes the older, then by name; within one
 * the first rule. Ages are in objects that come from a cluster, in others they
 * are unknown and names decide.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function byPrecedence(a: Match, b: Match, hostname: string): number {
  const ranks = byRank(a, b, hostname);
  if (ranks !== 0) return ranks;
  if (a.route === b.route) return a.ruleIndex - b.ruleIndex;
  const [older, other] = [created(a), created(b)];
  if (older !== '' && other !== '' && older !== other) return older < other ? -1 : 1;
  const [name, next] = [nameOf(a.route), nameOf(b.route)];
  return name < next ? -1 : name > next ? 1 : 0;
}

function created({ route }: Match): string {
  return textAt(route, 'metadata', 'creationTimestamp') ?? '';
}

/** The match that answers a request; null where none does. */
export function answering(
  matches: readonly Match[],
  url: UrlRecord,
  request: Pick<NetworkRequest, 'method' | 'headers'>,
): Match | null {
  const [best] = matches
    .filter((match) => isMatch(match, url, request))
    .toSorted((a, b) => byPrecedence(a, b, url.hostname));
  return best ?? null;
}

/** Whether the winner of a tie between two routes is in the file: both say when they were made. */
export function isSettled(a: Match, b: Match): boolean {
  return a.route === b.route || (created(a) !== '' && created(b) !== '');
}
