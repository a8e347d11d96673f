import { Agent } from 'node:http';
import { driveAsync } from '../../src/drivers/run.js';
import { ENGINES, ENGINE_NAMES } from '../../src/engines/index.js';
import { allowedTrials, refusedTrials, type Trial } from '../../src/policy/index.js';
import { corsFetch, type NetworkRequest, type NetworkResponse } from '../../src/protocol/index.js';
import { networkResponse, plainUpstream } from '../../src/targets/index.js';
import { askServer } from './ask.js';
import type { Endpoint, RunningServer, Site } from './server.js';

/** The host that all requests of the server lab name. */
export const API = 'https://api.example.com';

/** One thing that a real server did otherwise than it should. */
export interface Disagreement {
  readonly site: string;
  readonly trial: string;
  /**
   * `verdict`: not what the policy intends; `simulation`: not what the target's simulator
   * says; `browser`: a real one does not do what the policy intends.
   */
  readonly kind: 'verdict' | 'simulation' | 'browser';
  readonly detail: string;
}

/** What was tried with one running server. */
export interface Tried {
  readonly policies: number;
  readonly cannot: number;
  readonly requests: number;
  readonly disagreements: readonly Disagreement[];
}

/** Sends the trials of every site to a running server and compares with policy and simulation. */
export async function tryServer(server: RunningServer): Promise<Tried> {
  const disagreements: Disagreement[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  let requests = 0;
  try {
    for (const endpoint of server.endpoints.filter(runs)) {
      const seen = new Map<string, readonly [NetworkRequest, NetworkResponse]>();
      for (const [trial, intended] of trialsOf(endpoint.site)) {
        if (server.refusesMethod?.(trial.request.method) === true) continue;
        const verdicts = await verdictsOf(trial, async (asked) => {
          const key = JSON.stringify([asked.method, asked.url, asked.headers]);
          const known = seen.get(key)?.[1];
          if (known !== undefined) return known;
          requests++;
          const answer = await askServer(asked, endpoint.port, agent);
          seen.set(key, [asked, answer]);
          return answer;
        });
        for (const [engine, verdict, why] of verdicts) {
          if (verdict === intended) continue;
          const detail = `${engine}: ${verdict}, not ${intended}${why}`;
          const { name } = endpoint.site;
          disagreements.push({ site: name, trial: trial.about, kind: 'verdict', detail });
        }
      }
      disagreements.push(...compare(server, endpoint.site, [...seen.values()]));
    }
  } finally {
    agent.destroy();
  }
  const policies = server.endpoints.filter(runs).length;
  return { policies, cannot: server.endpoints.length - policies, requests, disagreements };
}

function runs(endpoint: Endpoint): endpoint is Extract<Endpoint, { port: number }> {
  return 'port' in endpoint;
}

function trialsOf({ policy, path }: Site): (readonly [Trial, 'allowed' | 'blocked'])[] {
  const url = `${API}${path}/orders`;
  return [
    ...allowedTrials(policy, url).map((trial) => [trial, 'allowed'] as const),
    ...refusedTrials(policy, url).map((trial) => [trial, 'blocked'] as const),
  ];
}

/** The verdict of each engine, and what it stumbled over. */
async function verdictsOf(
  { origin, request }: Trial,
  answer: (asked: NetworkRequest) => Promise<NetworkResponse>,
): Promise<(readonly [engine: string, verdict: string, why: string])[]> {
  const verdicts: (readonly [string, string, string])[] = [];
  for (const name of ENGINE_NAMES) {
    const { behaviour } = ENGINES[name];
    const preflightCache = behaviour.createPreflightCache();
    const client = { origin, behaviour, preflightCache, now: () => 0 };
    const { verdict, failure, exchanges } = await driveAsync(corsFetch(request, client), answer);
    const why = failure === null ? '' : ` (${failure.code} ${JSON.stringify(exchanges.at(-1))})`;
    verdicts.push([name, verdict, why]);
  }
  return verdicts;
}

/** Header by header: what the server sent against what the target's simulator sends. */
function compare(
  { configuration }: RunningServer,
  { name }: Site,
  seen: readonly (readonly [NetworkRequest, NetworkResponse])[],
): Disagreement[] {
  if (configuration === null) return [];
  return seen.flatMap(([asked, answer]) => {
    const simulated = networkResponse(configuration.simulate(asked, plainUpstream));
    const [real, said] = [comparable(answer), comparable(simulated)];
    if (real === said) return [];
    const trial = `${asked.method} ${JSON.stringify(asked.headers)}`;
    return [
      { site: name, trial, kind: 'simulation', detail: `real ${real}; simulated ${said}` } as const,
    ];
  });
}

/** Status, and the headers that CORS is about, by name; lines of one name in their order. */
function comparable({ status, headers }: NetworkResponse): string {
  const about = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(
      ([name]) => name.startsWith('access-control-') || name === 'vary' || name === 'location',
    )
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([status, about]);
}
