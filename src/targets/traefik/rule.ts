import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { compilePattern } from '../support/pattern.js';

/** A path that a rule takes; for `regex` the expression, which is not anchored. */
export interface RulePath {
  readonly kind: 'exact' | 'prefix' | 'regex';
  readonly path: string;
}

const KINDS = { Path: 'exact', PathPrefix: 'prefix', PathRegexp: 'regex' } as const;

/** A router's rule as far as it is followed: hosts and paths, joined by "and"; the parts are or. */
export interface Rule {
  /** Empty for every host. */
  readonly hosts: readonly string[];
  /** Empty for every path. */
  readonly paths: readonly RulePath[];
  readonly methods: readonly string[];
  /** Whether there is something else in it that is not followed. */
  readonly odd: boolean;
}

/** Reads "Host(`a`) && (Path(`/b`) || PathPrefix(`/b/`))". https://doc.traefik.io/traefik/routing/routers/#rule */
export function readRule(text: string): Rule {
  const hosts: string[] = [];
  const paths: RulePath[] = [];
  const methods: string[] = [];
  let rest = text;
  for (const [whole, name = '', list = ''] of text.matchAll(MATCHER)) {
    const values = [...list.matchAll(QUOTED)].map(([, value = '']) => value);
    if (name === 'Host') hosts.push(...values.map((value) => value.toLowerCase()));
    else if (isPathMatcher(name))
      paths.push(...values.map((path) => ({ kind: KINDS[name], path })));
    else if (name === 'Method') methods.push(...values);
    else continue;
    rest = rest.replace(whole, name);
  }
  return { hosts, paths, methods, odd: !isPlain(rest) };
}

/** A name and its arguments, which are quoted and may have brackets in them. */
const MATCHER = /([A-Za-z]+)\(((?:\s*(?:`[^`]*`|"[^"]*"|'[^']*')\s*,?)*)\)/g;
const QUOTED = /[`"']([^`"']*)[`"']/g;

function isPathMatcher(name: string): name is keyof typeof KINDS {
  return Object.hasOwn(KINDS, name);
}

/** Only "or" between the same things and "and" between different ones is understood. */
function isPlain(rest: string): boolean {
  const parts = rest.split('&&').map((part) => part.trim().replace(/^\((.*)\)$/s, '$1'));
  return parts.every((part) => {
    const names = part.split('||').map((name) => name.trim());
    const path = names.every(isPathMatcher);
    return (
      path || (names.every((name) => name === names[0]) && /^(?:Host|Method)$/.test(names[0] ?? ''))
    );
  });
}

/** Whether a rule takes a request. A prefix is one of characters: `/v1` takes `/v1x`, too. */
export function takes(
  { hosts, paths, methods }: Rule,
  request: NetworkRequest,
  url: UrlRecord,
): boolean {
  return (
    (hosts.length === 0 || hosts.includes(url.hostname)) &&
    (methods.length === 0 || methods.includes(request.method)) &&
    (paths.length === 0 || paths.some((each) => takesPath(each, url.pathname)))
  );
}

function takesPath({ kind, path }: RulePath, pathname: string): boolean {
  if (kind === 'exact') return pathname === path;
  if (kind === 'prefix') return pathname.startsWith(path);
  return compilePattern(path, false)?.test(pathname) ?? false;
}
