import type { Node } from 'yaml';
import type { NetworkRequest } from '../../protocol/index.js';
import type { Span } from '../target.js';

/** A route of an API: `GET /pets/{id}`, `ANY /{proxy+}` or `$default`. */
export interface ApiRoute {
  /** `ANY` for all. */
  readonly method: string;
  /** Null for `$default`. */
  readonly path: string | null;
  /** Whether something asks for a login before the service. */
  readonly guarded: boolean;
  readonly span: Span;
  readonly node: Node;
}

/** A route key as people write it. */
export function routeKey({ method, path }: Pick<ApiRoute, 'method' | 'path'>): string {
  return path === null ? '$default' : `${method} ${path}`;
}

/** Reads a route key; null for one that is none. */
export function readRouteKey(text: string): Pick<ApiRoute, 'method' | 'path'> | null {
  if (text === '$default') return { method: 'ANY', path: null };
  const [, method = '', path = ''] = /^([A-Z]+) (\/\S*)$/.exec(text) ?? [];
  return method === '' ? null : { method, path };
}

/**
 * The route of a request: the most specific path wins, `{proxy+}` after all others
 * and `$default` last; a method before ANY.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function routeFor(
  routes: readonly ApiRoute[],
  { method }: Pick<NetworkRequest, 'method'>,
  pathname: string,
): ApiRoute | null {
  let best: { readonly route: ApiRoute; readonly rank: readonly number[] } | null = null;
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    const rank = rankOf(route.path, pathname);
    if (rank === null) continue;
    const whole = [...rank, route.method === 'ANY' ? 0 : 1];
    if (best === null || isBefore(whole, best.rank)) best = { route, rank: whole };
  }
  return best?.route ?? null;
}

/** How well a path fits, the more the better: no `$default`, no `{proxy+}`, words that are written out. */
function rankOf(path: string | null, pathname: string): readonly number[] | null {
  if (path === null) return [0, 0, 0];
  const wanted = segments(path);
  const given = segments(pathname);
  const greedy = wanted.at(-1)?.endsWith('+}') === true;
  if (greedy ? given.length < wanted.length : given.length !== wanted.length) return null;
  const words = greedy ? wanted.slice(0, -1) : wanted;
  const isVariable = (word: string): boolean => word.startsWith('{');
  if (!words.every((word, index) => isVariable(word) || word === given[index])) return null;
  return [1, greedy ? 0 : 1, words.filter((word) => !isVariable(word)).length];
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((word) => word !== '');
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index !== -1 && a[index]! > b[index]!;
}
