import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';

/** A router's rule as far as it is followed: hosts and paths, joined by "and"; the parts are or. */
export interface Rule {
  /** Empty for every host. */
  readonly hosts: readonly string[];
  /** Empty for every path. */
  readonly paths: readonly { readonly kind: 'exact' | 'prefix'; readonly path: string }[];
  readonly methods: readonly string[];
  /** Whether there is something else in it that is not followed. */
  readonly odd: boolean;
}

/** Reads "Host(`a`) && (Path(`/b`) || PathPrefix(`/b/`))". https://doc.traefik.io/traefik/routing/routers/#rule */
export function readRule(text: string): Rule {
  const hosts: string[] = [];
  const paths: { kind: 'exact' | 'prefix'; path: string }[] = [];
  const methods: string[] = [];
  let rest = text;
  for (const [whole, name = '', list = ''] of text.matchAll(/([A-Za-z]+)\(([^()]*)\)/g)) {
    const values = [...list.matchAll(/[`"']([^`"']*)[`"']/g)].map(([, value = '']) => value);
    if (name === 'Host') hosts.push(...values.map((value) => value.toLowerCase()));
    else if (name === 'Path')
      paths.push(...values.map((path) => ({ kind: 'exact' as const, path })));
    else if (name === 'PathPrefix')
      paths.push(...values.map((path) => ({ kind: 'prefix' as const, path })));
    else if (name === 'Method') methods.push(...values);
    else continue;
    rest = rest.replace(whole, name);
  }
  return { hosts, paths, methods, odd: !isPlain(rest) };
}

/** Only "or" between the same things and "and" between different ones is understood. */
function isPlain(rest: string): boolean {
  const parts = rest.split('&&').map((part) => part.trim().replace(/^\((.*)\)$/s, '$1'));
  return parts.every((part) => {
    const names = part.split('||').map((name) => name.trim());
    const path = names.every((name) => name === 'Path' || name === 'PathPrefix');
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
    (paths.length === 0 ||
      paths.some(({ kind, path }) =>
        kind === 'exact' ? url.pathname === path : url.pathname.startsWith(path),
      ))
  );
}
