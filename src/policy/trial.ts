import {
  fetchRequest,
  isCorsNonWildcardRequestHeader,
  type FetchRequest,
  type SerializedOrigin,
} from '../protocol/index.js';
import { coversOrigin, type AllowedOrigin } from './allowed-origin.js';
import { allows, type CorsPolicy } from './policy.js';

/** A request from a page, to try a policy with. */
export interface Trial {
  /** What it tries, for people and test names. */
  readonly about: string;
  readonly origin: SerializedOrigin;
  readonly request: FetchRequest;
}

const NEVER_SENT = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * Requests that a policy is to let through: each origin, method and request-header
 * at least once, with credentials where it allows them.
 * @param url what they ask for; of another origin than any page's
 */
export function allowedTrials(policy: CorsPolicy, url: string): readonly Trial[] {
  const origins = policy.origins.flatMap(originsOf);
  const [first] = origins;
  if (first === undefined) return [];
  const credentials = policy.credentials ? 'include' : 'same-origin';
  const ask = (
    about: string,
    origin: SerializedOrigin,
    rest: Partial<FetchRequest> = {},
  ): Trial => ({ about, origin, request: fetchRequest(url, { credentials, ...rest }) });
  const trials = origins.map((origin) => ask(`GET from ${origin}`, origin));
  for (const method of policy.methods === '*' && !policy.credentials
    ? ['PUT', 'X-ANY']
    : listed(policy.methods))
    if (!NEVER_SENT.has(method)) trials.push(ask(`${method} from ${first}`, first, { method }));
  const names =
    policy.requestHeaders === '*' && !policy.credentials
      ? ['x-any']
      : listed(policy.requestHeaders);
  for (const name of names)
    trials.push(ask(`header ${name}`, first, { headers: [[name, valueFor(name)]] }));
  if (names.length > 1) {
    const headers = names.map((name) => [name, valueFor(name)] as const);
    const method = listed(policy.methods).find((each) => !NEVER_SENT.has(each)) ?? 'GET';
    trials.push(ask(`${method} with all headers`, origins.at(-1)!, { method, headers }));
  }
  return trials;
}

/** Requests that a policy is to refuse, each next door to one that it allows. */
export function refusedTrials(policy: CorsPolicy, url: string): readonly Trial[] {
  const trials: Trial[] = [];
  const [first] = policy.origins.flatMap(originsOf);
  const add = (about: string, origin: SerializedOrigin, rest: Partial<FetchRequest> = {}): void =>
    void trials.push({ about, origin, request: fetchRequest(url, rest) });
  for (const origin of new Set(policy.origins.flatMap(neighboursOf))) {
    if (!policy.origins.some((allowed) => coversOrigin(allowed, origin))) {
      add(`GET from ${origin}`, origin);
      add(`PUT from ${origin}`, origin, { method: 'PUT' });
    }
  }
  if (first === undefined) {
    add('GET from any page', 'https://app.example.com');
    return trials;
  }
  const method = ['PROPFIND', 'X-OTHER'].find((each) => !allows(policy.methods, each));
  if (method !== undefined) add(`method ${method}`, first, { method });
  if (!allows(policy.requestHeaders, 'x-whycors-other'))
    add('header x-whycors-other', first, { headers: [['x-whycors-other', '1']] });
  if (!policy.credentials) add('with credentials', first, { credentials: 'include' });
  return trials;
}

function listed(list: readonly string[] | '*'): readonly string[] {
  return list === '*' ? [] : list;
}

/** A value that makes any header name CORS-unsafe: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
function valueFor(name: string): string {
  if (name === 'content-type') return 'application/json';
  return isCorsNonWildcardRequestHeader(name) ? 'Bearer t' : 'whycors:(1)';
}

/** Origins of pages that an entry lets in. */
function originsOf(allowed: AllowedOrigin): SerializedOrigin[] {
  switch (allowed.kind) {
    case 'any':
      return ['https://app.example.com', 'null'];
    case 'null':
      return ['null'];
    case 'exact':
      return [allowed.origin];
    case 'subdomains': {
      const rest = `${allowed.domain}${allowed.port === '' ? '' : `:${allowed.port}`}`;
      const names = allowed.depth === 'any' ? ['app', 'a.b'] : ['app', 'my-app-2'];
      return names.map((name) => `${allowed.scheme}://${name}.${rest}`);
    }
  }
}

/** Origins next to those of an entry: what a lax comparison would let in. */
function neighboursOf(allowed: AllowedOrigin): SerializedOrigin[] {
  switch (allowed.kind) {
    case 'any':
      return [];
    case 'null':
      return ['https://null', 'https://evil.test'];
    case 'exact':
      return around(allowed.origin);
    case 'subdomains': {
      const port = allowed.port === '' ? '' : `:${allowed.port}`;
      const at = (host: string): string => `${allowed.scheme}://${host}${port}`;
      const deeper = allowed.depth === 'one' ? [at(`a.b.${allowed.domain}`)] : [];
      return [
        ...deeper,
        at(allowed.domain),
        at(`app${allowed.domain}`),
        at(`evil-${allowed.domain}`),
        at(`app.${allowed.domain.replace('.', 'x')}`),
        ...around(at(`app.${allowed.domain}`)),
      ];
    }
  }
}

/** Another scheme, another port, and hosts that only look the same. */
function around(origin: SerializedOrigin): SerializedOrigin[] {
  const match = /^([^:]+):\/\/(.*?)(:\d+)?$/.exec(origin);
  if (match === null) return ['https://evil.test'];
  const [, scheme = '', host = '', port = ''] = match;
  const dotted = host.includes('.') && !/^[\d.]+$|^\[/.test(host);
  return [
    'null',
    'https://evil.test',
    `${scheme === 'https' ? 'http' : 'https'}://${host}${port}`,
    `${scheme}://${host}${port === '' ? ':8443' : ''}`,
    `${scheme}://${host}${port === '' ? ':8443' : `${port}1`.replace(/^:(\d{5,})$/, ':1')}`,
    ...(host.startsWith('[')
      ? []
      : [`${scheme}://${host}.evil.test${port}`, `${scheme}://evil${host}${port}`]),
    ...(dotted ? [`${scheme}://${host.replace('.', 'x')}${port}`] : []),
  ];
}
