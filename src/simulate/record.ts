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
  /** The step, code, part and URL, and under the engine's name what the engine calls it. */
  readonly failure: Record<string, unknown> | null;
  readonly console: readonly string[];
  readonly causes: readonly Pick<Cause, 'rule' | 'role' | 'confidence' | 'args'>[];
  /** Position in the scenario's `requests`; absent for a scenario with a single `request`. */
  readonly index?: number;
}

/** What the records of all engines have in common that decided a request alike. */
export interface SharedRecord extends Omit<SimulationRecord, 'engine' | 'failure' | 'console'> {
  readonly failure: Pick<Failure, 'step' | 'code' | 'during' | 'url'> | null;
}

/** A record in two parts: what is the engine's own, and what it may share with others. */
export interface EngineRecord {
  readonly shared: SharedRecord;
  readonly engine: EngineName;
  /** What the engine calls the failure; null where it has no name for it. */
  readonly failureName: string | null;
  readonly console: readonly string[];
}

/** The part of a record that does not depend on which of the engines it is for that decided alike. */
export function sharedRecord(
  id: string,
  index: number | null,
  { verdict, response, failure, exchanges }: Outcome,
  causes: readonly Cause[],
): SharedRecord {
  return {
    id,
    verdict,
    response: response && {
      type: response.type,
      status: response.status,
      redirected: response.redirected,
      headers: response.headers,
    },
    requests: exchanges.map(({ request: { url, method, headers } }) => ({
      url,
      method,
      headers: decidedHeaders(headers),
    })),
    failure: failure && {
      step: failure.step,
      code: failure.code,
      during: failure.during,
      url: failure.url,
    },
    causes: causes.map(({ rule, role, confidence, args }) => ({ rule, role, confidence, args })),
    ...(index === null ? {} : { index }),
  };
}

/** What an engine says of an outcome, beside what it shares with others. */
export function engineRecord(
  engine: Engine,
  shared: SharedRecord,
  outcome: Outcome,
  asked: FetchRequest,
  page: Pick<Client, 'origin' | 'context'>,
): EngineRecord {
  return {
    shared,
    engine: engine.name,
    failureName: engine.failureName(outcome),
    console: engine.consoleLines(outcome, asked, page),
  };
}

/** The two parts as one record. */
export function simulationRecord(parts: EngineRecord): SimulationRecord {
  const { shared, engine, failureName, console } = parts;
  const { id, verdict, response, requests, causes, index } = shared;
  const name = failureName === null ? {} : { [engine]: failureName };
  return {
    id,
    engine,
    verdict,
    response,
    requests,
    failure: shared.failure && { ...shared.failure, ...name },
    console,
    causes,
    ...(index === undefined ? {} : { index }),
  };
}

const DECIDED = new Set([
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'cookie',
]);

/** Of request-headers those that the protocol decides and a server sees. */
function decidedHeaders(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => DECIDED.has(name));
}
