import { drive } from '../drivers/run.js';
import { ENGINES, type EngineName } from '../engines/index.js';
import {
  corsFetch,
  parseUrl,
  type FetchRequest,
  type NetworkRequest,
  type Outcome,
} from '../protocol/index.js';
import { networkResponse, plainUpstream, type Upstream } from '../targets/index.js';
import {
  serverFor,
  simulate,
  type Controller,
  type ControllerAnswer,
  type Location,
  type Server,
  type Servers,
} from '../targets/ingress-nginx/model.js';

/** One request of the browser and what the controller answers. */
export interface KubernetesExchange {
  readonly request: NetworkRequest;
  readonly answer: ControllerAnswer;
}

/** How one engine ends the call. */
export interface EngineAnswer {
  readonly engine: EngineName;
  readonly outcome: Outcome;
  readonly exchanges: readonly KubernetesExchange[];
}

/** What becomes of a call in front of the controller. */
export interface KubernetesAnswer {
  readonly request: FetchRequest;
  readonly origin: string;
  /** The server of the URL's host; null where the controller has none. */
  readonly server: Server | null;
  /** What answers the call itself, or its preflight where that is all there is. */
  readonly location: Location | null;
  /** The engines, the one that the report is about first: one that refuses where one does. */
  readonly engines: readonly EngineAnswer[];
}

export interface AskOptions {
  readonly controller: Controller;
  readonly engines: readonly EngineName[];
  /** What the services behind answer; without it one that knows nothing of CORS. */
  readonly upstream?: Upstream;
}

/** Runs a call through the protocol in each engine with the controller as its server. */
export function askKubernetes(
  servers: Servers,
  request: FetchRequest,
  origin: string,
  { controller, engines, upstream = plainUpstream }: AskOptions,
): KubernetesAnswer {
  const answers = engines.map((engine): EngineAnswer => {
    const exchanges: KubernetesExchange[] = [];
    const { behaviour } = ENGINES[engine];
    const client = {
      origin,
      behaviour,
      preflightCache: behaviour.createPreflightCache(),
      now: () => 0,
    };
    const outcome = drive(corsFetch(request, client), (asked) => {
      const answer = simulate(servers, asked, upstream, controller);
      exchanges.push({ request: asked, answer });
      return networkResponse(answer);
    });
    return { engine, outcome, exchanges };
  });
  const ordered = answers.toSorted(
    (a, b) => Number(a.outcome.verdict === 'allowed') - Number(b.outcome.verdict === 'allowed'),
  );
  const url = parseUrl(request.url);
  const exchanges = ordered[0]?.exchanges ?? [];
  return {
    request,
    origin,
    server: url === null ? null : serverFor(servers, url.hostname),
    location: exchanges.map(({ answer }) => answer.location).find((each) => each !== null) ?? null,
    engines: ordered,
  };
}
