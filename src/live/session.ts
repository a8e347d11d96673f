import {
  diagnose,
  experimentRequest,
  wantedExperiments,
  type Observed,
} from '../diagnose/index.js';
import { ENGINES, type EngineName } from '../engines/index.js';
import { EXPERIMENT_LIMIT, type ExperimentId, type Observation } from '../evidence/index.js';
import type { FetchRequest, NetworkRequest } from '../protocol/index.js';
import type { ExperimentResult, NotSeen, Report, Verdict } from '../reporters/index.js';
import { EXIT } from './exit-codes.js';
import type { Asker } from './asker.js';
import { runEngine, type EngineRun } from './engine-run.js';

/** What to diagnose. */
export interface Call {
  readonly request: FetchRequest;
  readonly origin: string;
  readonly cookie: string | null;
  readonly notes: readonly string[];
  /** The report tells of the first that refuses the call; where none does, of the first. */
  readonly engines: readonly EngineName[];
  readonly experiments: boolean;
  /** How the user says that requests with side effects may be sent; `--send` without it. */
  readonly sendOption?: string;
  /** performance.now() after which nothing more is asked. */
  readonly deadline: number;
}

/** Milliseconds that must be left for an experiment to be worth starting. */
const EXPERIMENT_TIME = 500;

/** Makes the call as the engines do, experiments where rules want to know more, and diagnoses. */
export async function runSession(call: Call, asker: Asker): Promise<Report> {
  const { request, origin } = call;
  const runs: EngineRun[] = [];
  for (const engine of call.engines) {
    runs.push(await runEngine(engine, request, origin, call.cookie, asker));
  }
  const main = runs.find(refuses) ?? runs[0]!;
  const observed: Observed = {
    request,
    origin,
    behaviour: ENGINES[main.engine].behaviour,
    outcome: main.outcome,
    exchanges: main.exchanges,
  };
  const experiments = call.experiments ? await experiment(observed, call.deadline, asker) : [];
  const seen = new Map<ExperimentId, Observation>(experiments.map(({ id, seen }) => [id, seen]));
  const { causes, problems } = diagnose({ ...observed, experiments: seen });
  const verdict = verdictOf(main);
  return {
    request,
    origin,
    notes: call.notes,
    verdict,
    main,
    engines: runs,
    exchanges: main.exchanges,
    standIn: main.standIn,
    causes: verdict === 'unknown' ? [] : causes,
    problems,
    experiments,
    notSeen: notSeen(main, call, seen),
    exitCode: exitCode(verdict, main),
  };
}

async function experiment(
  observed: Observed,
  deadline: number,
  asker: Asker,
): Promise<ExperimentResult[]> {
  const results: ExperimentResult[] = [];
  // As sent: a GET that stood in for another request need not be sent again.
  const sent = observed.exchanges ?? observed.outcome.exchanges;
  const made = new Set(sent.map(({ request }) => keyOf(request)));
  for (const id of wantedExperiments(observed)) {
    if (results.length >= EXPERIMENT_LIMIT || deadline - performance.now() < EXPERIMENT_TIME) break;
    const request = experimentRequest(id, observed);
    // What the browser asked already, or another experiment, would only get the same answer.
    if (request === null || (id !== 'again' && made.has(keyOf(request)))) continue;
    made.add(keyOf(request));
    const seen = await asker.askAnew(request);
    // That whycors has no time left says nothing about the server.
    if ('error' in seen.result && performance.now() >= deadline) break;
    results.push({ id, seen });
  }
  return results;
}

function keyOf({ method, url, headers }: NetworkRequest): string {
  const lines = headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
  return [method, url, ...lines].join('\n');
}

/**
 * A GET that stands in for a request with side effects tells something only
 * when the server knows GET there: its 404 or 405 says nothing about PUT.
 */
function verdictOf(main: EngineRun): Verdict {
  const { outcome, standIn } = main;
  if (standIn === null || outcome.verdict === 'allowed' || outcome.failure === null)
    return outcome.verdict;
  if (outcome.failure.exchange < standIn) return 'blocked';
  const result = main.exchanges[standIn]?.result;
  return result && 'status' in result && result.status < 400 ? 'blocked' : 'unknown';
}

function refuses(run: EngineRun): boolean {
  return verdictOf(run) === 'blocked';
}

function exitCode(verdict: Verdict, main: EngineRun): number {
  if (verdict !== 'blocked') return EXIT.allowed;
  return main.outcome.failure?.code === 'network-failure' ? EXIT.unreachable : EXIT.blocked;
}

function notSeen(
  main: EngineRun,
  { request, sendOption = '--send' }: Call,
  experiments: ReadonlyMap<ExperimentId, Observation>,
): NotSeen[] {
  const method = request.method.toUpperCase();
  if (main.standIn !== null) {
    return [
      {
        what: `${method} has side effects, so a GET was sent instead and the real response was not seen.`,
        how: `Add ${sendOption} to send the ${method} itself.`,
      },
    ];
  }
  const { failure } = main.outcome;
  if (failure?.during !== 'preflight' || failure.code === 'network-failure') return [];
  if (experiments.has('request-itself')) return [];
  return [
    {
      what: `The preflight failed, so the ${method} was never sent and its response was not seen.`,
      how: 'Run this again when the preflight passes.',
    },
  ];
}
