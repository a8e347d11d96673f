import { ENGINE_NAMES, type EngineName } from '../../engines/index.js';
import {
  allowedTrials,
  corsPolicy,
  refusedTrials,
  type CorsPolicy,
  type Trial,
} from '../../policy/index.js';
import { fetchRequest, parseUrl } from '../../protocol/index.js';
import { prove, type Configuration, type Proof } from '../../targets/index.js';
import type { RoutedHost } from './routed.js';

/** A request that ends otherwise after the migration. */
export interface Changed {
  readonly trial: Trial;
  /** Those in which it does. */
  readonly engines: readonly EngineName[];
  readonly before: 'allowed' | 'blocked';
  readonly after: 'allowed' | 'blocked';
}

/** What became of the requests of one path. */
export interface PathProof {
  readonly url: string;
  readonly asked: number;
  readonly allowed: number;
  readonly changed: readonly Changed[];
}

/** A URL of a host's, for requests. */
export function urlAt({ host }: RoutedHost, path: string): string {
  const name = host === '' ? 'any.example.com' : host.replace(/^\*/, 'one');
  return `https://${name}${path}`;
}

/** Runs every request that decides something through both, in each engine. */
export function proveSame(
  before: Configuration,
  after: Configuration,
  policy: CorsPolicy | null,
  url: string,
  engines: readonly EngineName[] = ENGINE_NAMES,
): PathProof {
  const trials = trialsOf(policy, url);
  const old = prove(before, trials, { engines });
  const fresh = prove(after, trials, { engines });
  const changed = new Map<Trial, { engines: EngineName[]; before: Proof; after: Proof }>();
  for (const [index, was] of old.entries()) {
    const is = fresh[index];
    if (is === undefined || was.outcome.verdict === is.outcome.verdict) continue;
    const known = changed.get(was.trial);
    if (known === undefined)
      changed.set(was.trial, { engines: [was.engine], before: was, after: is });
    else known.engines.push(was.engine);
  }
  return {
    url,
    asked: old.length,
    allowed: old.filter(({ outcome }) => outcome.verdict === 'allowed').length,
    changed: [...changed].map(([trial, each]) => ({
      trial,
      engines: each.engines,
      before: each.before.outcome.verdict,
      after: each.after.outcome.verdict,
    })),
  };
}

/** Each origin, method and header of a policy and those next door; nobody's where there is none. */
function trialsOf(policy: CorsPolicy | null, url: string): readonly Trial[] {
  const given = policy ?? corsPolicy();
  const own = parseUrl(url)?.origin;
  const page = 'https://whycors-anybody.example';
  const more: Trial[] = [page, 'null', 'https://null', 'https://whycors-null'].flatMap((origin) => [
    { about: `GET from ${origin}`, origin, request: fetchRequest(url) },
    {
      about: `GET with credentials from ${origin}`,
      origin,
      request: fetchRequest(url, { credentials: 'include' }),
    },
  ]);
  const all = [...allowedTrials(given, url), ...refusedTrials(given, url), ...more];
  const once = new Map(all.map((trial) => [JSON.stringify([trial.origin, trial.request]), trial]));
  return [...once.values()].filter(({ origin }) => origin !== own);
}
