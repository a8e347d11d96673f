import { createTwoFilesPatch } from 'diff';
import {
  derivePolicy,
  mergePolicies,
  policyHeaders,
  type CorsPolicy,
  type WantedCall,
} from '../policy/index.js';
import { parseUrl, type Outcome } from '../protocol/index.js';
import { plainUpstream, prove } from '../targets/prove.js';
import { applyChanges } from '../targets/support/apply.js';
import type { Configuration, FileTarget, Place, Source } from '../targets/target.js';
import { ENGINE_NAMES, type EngineName } from '../engines/index.js';
import { blame } from './blame.js';
import type { Fix, FixQuestion } from './fix.js';
import { uncovered } from './uncovered.js';

/**
 * The engines in which a server can do something about a call: with every header
 * that CORS knows, they let it through. Not where mixed content, say, or the
 * request itself is the trouble.
 */
export function mendableIn(call: WantedCall): readonly EngineName[] {
  const { policy } = derivePolicy([call]);
  const ideal: Configuration = {
    routes: [],
    simulate: (request) => ({
      status: 200,
      headers: policyHeaders(policy, request).map(([name, value]) => ({ name, value, span: null })),
      answeredBy: 'server',
      span: null,
    }),
  };
  return ENGINE_NAMES.filter((engine) => outcomes(ideal, call, [engine])[0]?.verdict === 'allowed');
}

/** Makes the change for one call and checks it. Pure: what it changes is text. */
export function makeFix({ call, target, guess, config }: FixQuestion, engine: EngineName): Fix {
  const derived = derivePolicy([call]);
  const { origin, pathname } = parseUrl(call.request.url) ?? { origin: '', pathname: '/' };
  const upstream = 'http://127.0.0.1:3000';
  const whole: Place = { origin, path: '/', upstream };
  const engines = mendableIn(call);
  const common = { target, guess, derived, engines };
  if (target.kind === 'code') {
    const emission = target.emit(derived.policy, whole);
    const check = emission.kind === 'change' ? 'not-simulated' : null;
    return {
      ...common,
      policy: derived.policy,
      gaveWay: [],
      emission,
      before: null,
      after: null,
      diff: null,
      check,
      uncovered: [],
      refusal: null,
      blame: [],
      path: '/',
    };
  }
  const before = config ?? { file: target.file, text: target.skeleton(whole) };
  const { value } = target.read(before);
  const path = config === null || value === null ? '/' : routePath(value, pathname);
  const had = config === null ? null : policyAt(value, path, call.request.url);
  const merged = had === null ? null : mergePolicies(had, derived.policy);
  const policy = merged?.policy ?? derived.policy;
  const emission = target.emit(policy, { ...whole, path }, before);
  const after = emission.kind === 'change' ? applyChanges(before.text, emission.changes) : null;
  return {
    ...common,
    policy,
    gaveWay: merged?.notes ?? [],
    emission,
    before,
    after,
    diff:
      config === null || after === null || after === config.text
        ? null
        : unifiedDiff(config, after),
    ...(after === null
      ? { check: null, uncovered: [], refusal: null }
      : refusalOf(target, { ...before, text: after }, call, engines)),
    blame:
      config === null || value === null ? [] : blame(before, value, call, engine, target.behind),
    path,
  };
}

/** What a simulated engine says of the call after the change: null when all let it through, or it cannot be read. */
function refusalOf(
  target: FileTarget,
  source: Source,
  call: WantedCall,
  engines: readonly EngineName[],
): Pick<Fix, 'check' | 'uncovered' | 'refusal'> {
  const { value, problems } = target.read(source);
  const except = uncovered(source, problems);
  if (value === null) return { check: 'refused', uncovered: except, refusal: null };
  const refused = outcomes(value, call, engines, target.behind).find(
    ({ verdict }) => verdict === 'blocked',
  );
  return {
    check: refused === undefined ? 'allowed' : 'refused',
    uncovered: except,
    refusal: refused?.failure ?? null,
  };
}

function outcomes(
  configuration: Configuration,
  call: WantedCall,
  engines: readonly EngineName[],
  upstream = plainUpstream,
): readonly Outcome[] {
  return prove(configuration, [{ about: 'the call', ...call }], { engines, upstream }).map(
    ({ outcome }) => outcome,
  );
}

/** The longest plain path of a route that a URL's path lies below: the place that the user has, not a new one. */
function routePath({ routes }: Configuration, pathname: string): string {
  const below = routes
    .map(({ path }) => path)
    .filter((path) => /^\/[^*^$?()[\]{}\\|~ ]*$/.test(path))
    .filter(
      (path) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
    );
  return below.toSorted((a, b) => b.length - a.length)[0] ?? '/';
}

/** The policy that the user's configuration has at a path, as far as it lets anybody in. */
function policyAt(
  configuration: Configuration | null,
  path: string,
  url: string,
): CorsPolicy | null {
  const hostname = parseUrl(url)?.hostname ?? '';
  const here = configuration?.routes.find(
    ({ path: each, hosts, policy }) =>
      each === path &&
      policy !== null &&
      policy.origins.length > 0 &&
      (hosts.length === 0 || hosts.some((host) => host === hostname || isBelow(hostname, host))),
  );
  return here?.policy ?? null;
}

/** Whether a host name is meant by `*.example.com` or `.example.com`. */
function isBelow(hostname: string, pattern: string): boolean {
  return /^\*?\./.test(pattern) && hostname.endsWith(pattern.replace(/^\*/, ''));
}

/** Without the ruler that the library puts before the names. */
function unifiedDiff({ file, text }: Source, after: string): string {
  const patch = createTwoFilesPatch(file, file, text, after, undefined, undefined, { context: 3 });
  return patch.slice(patch.indexOf('--- ')).trimEnd();
}
