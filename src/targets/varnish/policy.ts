import {
  coversOrigin,
  readAllowedOrigin,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { Header } from '../../protocol/index.js';
import { answeredPolicy } from '../support/answered.js';
import { originsNear, patternOrigins } from '../support/origin-regex.js';
import type { SimulatedHeader, SimulatedResponse } from '../target.js';
import type { Expression } from './expressions.js';
import { allStatements, expressionsOf } from './own.js';
import type { Sub } from './parse.js';
import type { Subs } from './run.js';
import { simulate } from './simulate.js';
import { askedRequest, valuesOf } from '../support/asked.js';

/** What a place allows, as far as it can be told; `unclear` where it cannot. */
export interface Found {
  readonly policy: CorsPolicy | null;
  readonly unclear: string | null;
  /** What sends Access-Control-Allow-Origin there; null for nothing. */
  readonly allow: SimulatedHeader | null;
  readonly reflects: boolean;
}

const STRANGER = 'https://stranger.invalid';
const ALLOW = 'access-control-allow-origin';

/** What a place answers to a page, with a server behind that knows nothing of CORS. */
export function probe(
  subs: Subs,
  url: string,
  method: string,
  origin: string,
  more: readonly Header[] = [],
): SimulatedResponse {
  const request = askedRequest(url, method, [['origin', origin], ...more]);
  return simulate(subs, request, () => ({ status: 200, headers: [] }));
}

/** Reads a policy off what a place answers to every origin and pattern that the VCL names. */
export function policyAt(subs: Subs, url: string): Found {
  const allowOf = (origin: string): SimulatedHeader | undefined =>
    valuesOf(probe(subs, url, 'GET', origin), ALLOW)[0];
  const stranger = allowOf(STRANGER);
  const { origins, probes } = candidatesOf([...subs.values()].flat());
  const none: Found = { policy: null, unclear: null, allow: stranger ?? null, reflects: false };
  if (stranger?.value === STRANGER)
    return { ...none, unclear: 'Every origin is echoed.', reflects: true };
  const letIn = (origin: string): boolean => allowOf(origin)?.value === origin;
  const allowed: readonly AllowedOrigin[] =
    stranger?.value === '*' ? [{ kind: 'any' }] : origins.filter((each) => letIn(sample(each)));
  const [first] = allowed;
  const open =
    first?.kind === 'any'
      ? undefined
      : probes.find((each) => letIn(each) && !allowed.some((one) => coversOrigin(one, each)));
  if (open !== undefined) {
    const allow = allowOf(open) ?? null;
    const unclear = `A pattern lets origins in that no policy can name, ${open} among them.`;
    return { ...none, allow, unclear };
  }
  if (first === undefined)
    return stranger === undefined
      ? {
          ...none,
          unclear: probes.length === 0 ? null : 'Whom a pattern lets in is not told as a policy.',
        }
      : { ...none, unclear: `"${stranger.value}" lets nobody in that is named here.` };
  const policy = answeredPolicy(allowed, url, (request) =>
    simulate(subs, request, () => ({ status: 200, headers: [] })),
  );
  return { ...none, policy, allow: stranger ?? allowOf(sample(first)) ?? null };
}

/** A page's origin that a place lets in, whether a policy can say whom else; null for none. */
export function somebodyLetIn(subs: Subs, url: string): string | null {
  const { origins, probes } = candidatesOf([...subs.values()].flat());
  const letIn = (origin: string): boolean =>
    valuesOf(probe(subs, url, 'GET', origin), ALLOW).some(
      ({ value }) => value === origin || value === '*',
    );
  return [...origins.map(sample), ...probes, STRANGER].find(letIn) ?? null;
}

/** An origin of a page that an entry lets in: for deep patterns, a deep one. */
function sample(allowed: AllowedOrigin): string {
  if (allowed.kind !== 'subdomains') return writeAllowedOrigin(allowed);
  return writeAllowedOrigin(allowed).replace(/\*+/, allowed.depth === 'one' ? 'app' : 'a.b');
}

/** Who may be let in: every origin that is written down, and every pattern for one. */
function candidatesOf(subs: readonly Sub[]): {
  readonly origins: readonly AllowedOrigin[];
  readonly probes: readonly string[];
} {
  const found = new Map<string, AllowedOrigin>([['null', { kind: 'null' }]]);
  const probes = new Set<string>();
  const expressions = subs.flatMap(({ body }) => allStatements(body).flatMap(expressionsOf));
  for (const expression of expressions) {
    if (expression.kind === 'text' && expression.value.includes('://'))
      for (const each of [readAllowedOrigin(expression.value).value])
        if (each !== null && each.kind !== 'subdomains') found.set(writeAllowedOrigin(each), each);
    const pattern = originPattern(expression);
    if (pattern === null) continue;
    const origins = patternOrigins(pattern);
    for (const each of origins ?? []) found.set(writeAllowedOrigin(each), each);
    if (origins === null) originsNear(pattern).forEach((each) => probes.add(each));
  }
  return { origins: [...found.values()].filter(({ kind }) => kind !== 'any'), probes: [...probes] };
}

/** The pattern of `req.http.Origin ~ "…"`; null for another expression. */
export function originPattern(expression: Expression): string | null {
  if (expression.kind !== 'binary' || !expression.operator.endsWith('~')) return null;
  const { left, right } = expression;
  const about =
    left.kind === 'name' && /^(?:req|bereq)\.http\.(?:origin|x-.*origin.*)$/.test(left.value);
  return about && right.kind === 'text' ? right.value : null;
}
