import { ENGINES, type EngineName } from '../engines/index.js';
import {
  isCorsSafelistedMethod,
  type FetchRequest,
  type SerializedOrigin,
} from '../protocol/index.js';
import { exactOrigin, writeAllowedOrigin, type AllowedOrigin } from './allowed-origin.js';
import { corsPolicy, type CorsPolicy } from './policy.js';

/** A call that a policy is to let through. */
export interface WantedCall {
  readonly origin: SerializedOrigin;
  readonly request: FetchRequest;
  /** Response-headers that the page has to read, besides those that every page may. */
  readonly reads?: readonly string[];
}

/** One permission of a derived policy and the calls that need it. */
export interface Need {
  readonly permission: 'origin' | 'method' | 'request-header' | 'exposed-header' | 'credentials';
  readonly value: string;
  /** Positions in the list of calls. */
  readonly calls: readonly number[];
  /** Whether browsers let it through without permission: named for those who read the configuration. */
  readonly safelisted: boolean;
}

/** A policy and what each of its permissions is for. */
export interface Derived {
  readonly policy: CorsPolicy;
  readonly needs: readonly Need[];
}

/**
 * The least policy under which every browser lets these calls through, as far as
 * CORS refuses them: origins by name, only the methods and headers in use. A
 * header counts that any of the engines asks about.
 */
export function derivePolicy(calls: readonly WantedCall[]): Derived {
  const needs = new Map<string, Need & { calls: number[] }>();
  const add = (
    permission: Need['permission'],
    value: string,
    call: number,
    safelisted = false,
  ): void => {
    const key = `${permission} ${value}`;
    const known = needs.get(key);
    if (known === undefined) needs.set(key, { permission, value, calls: [call], safelisted });
    else if (known.calls.at(-1) !== call) known.calls.push(call);
  };
  calls.forEach(({ origin, request, reads = [] }, call) => {
    add('origin', origin, call);
    const method = ENGINES.standard.behaviour.normalizeMethod(request.method);
    add('method', method, call, isCorsSafelistedMethod(method));
    for (const name of askedAbout(request)) add('request-header', name, call);
    for (const name of reads) add('exposed-header', name.toLowerCase(), call);
    if (request.credentials === 'include') add('credentials', 'include', call);
  });
  const all = [...needs.values()];
  const values = (permission: Need['permission']): string[] =>
    all.filter((need) => need.permission === permission).map(({ value }) => value);
  const policy = corsPolicy({
    origins: values('origin').map(exactOrigin).toSorted(byText),
    methods: values('method').toSorted(),
    requestHeaders: values('request-header').toSorted(),
    exposedHeaders: values('exposed-header').toSorted(),
    credentials: values('credentials').length > 0,
  });
  return { policy, needs: all };
}

function byText(a: AllowedOrigin, b: AllowedOrigin): number {
  return writeAllowedOrigin(a) < writeAllowedOrigin(b) ? -1 : 1;
}

/** The CORS-unsafe request-header names of a request in any engine. */
function askedAbout(request: FetchRequest): Set<string> {
  const names = new Set<string>();
  for (const engine of Object.keys(ENGINES) as EngineName[]) {
    const { behaviour } = ENGINES[engine];
    const sent = request.headers.filter(
      ([name, value]) => !behaviour.isForbiddenRequestHeader(name, value),
    );
    for (const { name } of behaviour.corsUnsafeRequestHeaders(sent)) names.add(name);
  }
  return names;
}
