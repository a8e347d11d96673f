import type { Engine, EngineName } from '../engines/index.js';
import type { Cause } from '../evidence/index.js';
import type { Scenario } from '../inputs/scenario/types.js';
import type {
  Client,
  Failure,
  FetchRequest,
  Header,
  Outcome,
  ResponseType,
} from '../protocol/index.js';

/** What `whycors simulate` says of one request of a scenario in one engine. */
export interface SimulationRecord {
  readonly id: string;
  /** Position in the scenario's `requests`; absent for a scenario with a single `request`. */
  readonly index?: number;
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
}

/** The request-headers that the protocol decides and a server sees. */
const DECIDED = new Set([
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'cookie',
]);

/** The record of one request's outcome. */
export function simulationRecord(
  scenario: Scenario,
  engine: Engine,
  asked: FetchRequest,
  client: Client,
  outcome: Outcome,
  causes: readonly Cause[],
): SimulationRecord {
  const { response, failure } = outcome;
  return {
    id: scenario.id ?? '',
    engine: engine.name,
    verdict: outcome.verdict,
    response: response && {
      type: response.type,
      status: response.status,
      redirected: response.redirected,
      headers: response.headers,
    },
    requests: outcome.exchanges.map(({ request }) => ({
      url: request.url,
      method: request.method,
      headers: request.headers.filter(([name]) => DECIDED.has(name)),
    })),
    failure: failure && failureRecord(failure, engine, outcome),
    console: engine.consoleLines(outcome, asked, client),
    causes: causes.map(({ rule, role, confidence, args }) => ({ rule, role, confidence, args })),
  };
}

function failureRecord(
  failure: Failure,
  engine: Engine,
  outcome: Outcome,
): Record<string, unknown> {
  const { step, code, during, url } = failure;
  const record: Record<string, unknown> = { step, code, during, url };
  const name = engine.failureName(outcome);
  if (name !== null) record[engine.name] = name;
  return record;
}
