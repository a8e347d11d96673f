import type { Engine, EngineName } from '../engines/index.js';
import type { Cause } from '../evidence/index.js';
import type {
  Client,
  Failure,
  FetchRequest,
  Header,
  HeaderList,
  Outcome,
  ResponseType,
} from '../protocol/index.js';

/** What `whycors simulate` says of one request of a scenario in one engine. */
export interface SimulationRecord {
  readonly id: string;
  readonly engine: EngineName;
  readonly verdict: 'allowed' | 'blocked';
  readonly response: {
    readonly type: ResponseType;
    readonly status: number;
    readonly redirected: boolean;
    /** Names that the page can read: lower-case, sorted. */
    readonly headers: readonly string[];
  } | null;
  /** What the server sees, in order. */
  readonly requests: readonly {
    readonly url: string;
    readonly method: string;
    readonly headers: readonly Header[];
  }[];
  readonly failure: Record<string, unknown> | null;
  readonly console: readonly string[];
  readonly causes: readonly Pick<Cause, 'rule' | 'role' | 'confidence' | 'args'>[];
  /** Position in the scenario's `requests`; absent for a scenario with a single `request`. */
  readonly index?: number;
}

/** What the records of all engines have in common that decide a request alike. */
export type SharedRecord = Pick<
  SimulationRecord,
  'id' | 'verdict' | 'response' | 'requests' | 'causes' | 'index'
>;

/** One request of a scenario, and what became of it. */
export interface Simulated {
  readonly asked: FetchRequest;
  readonly outcome: Outcome;
  readonly shared: SharedRecord;
}

/** The part of a record that does not depend on which of the engines it is for that decided alike. */
export function sharedRecord(
  id: string,
  index: number | null,
  outcome: Outcome,
  causes: readonly Cause[],
): SharedRecord {
  const { response, verdict } = outcome;
  return {
    id,
    verdict,
    response: response && {
      type: response.type,
      status: response.status,
      redirected: response.redirected,
      headers: response.headers,
    },
    requests: outcome.exchanges.map(({ request: { url, method, headers } }) => ({
      url,
      method,
      headers: decidedHeaders(headers),
    })),
    causes: causes.map(({ rule, role, confidence, args }) => ({ rule, role, confidence, args })),
    ...(index === null ? {} : { index }),
  };
}

/** The record of one engine: what it shares with others, its name for the failure, what it prints. */
export function simulationRecord(
  { asked, outcome, shared }: Simulated,
  engine: Engine,
  page: Pick<Client, 'origin' | 'context'>,
): SimulationRecord {
  const { id, verdict, response, requests, causes, index } = shared;
  return {
    id,
    engine: engine.name,
    verdict,
    response,
    requests,
    failure: outcome.failure && failureRecord(outcome.failure, engine, outcome),
    console: engine.consoleLines(outcome, asked, page),
    causes,
    ...(index === undefined ? {} : { index }),
  };
}

/** Of request-headers those that the protocol decides and a server sees. */
function decidedHeaders(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => DECIDED.has(name));
}

const DECIDED = new Set([
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'cookie',
]);

function failureRecord(
  failure: Failure,
  engine: Engine,
  outcome: Outcome,
): Record<string, unknown> {
  const { step, code, during, url } = failure;
  const name = engine.failureName(outcome);
  return name === null
    ? { step, code, during, url }
    : { step, code, during, url, [engine.name]: name };
}
