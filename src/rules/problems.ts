import type {
  Behaviour,
  FetchRequest,
  NetworkResponse,
  Outcome,
  PreflightNeeds,
} from '../protocol/index.js';
import { credentialsFailure, isNetworkFailure, preflightProblems } from '../protocol/index.js';
import type { ExchangeRef, ExperimentId, Observation } from '../evidence/index.js';
import type { Problem } from './context.js';

/**
 * Every problem of one call in the order in which browsers would meet them: the
 * failure, then what else is wrong with the same response, then what is wrong
 * with the response to the request itself where an experiment has shown it.
 */
export function collectProblems(
  outcome: Outcome,
  request: FetchRequest,
  behaviour: Behaviour,
  needs: PreflightNeeds | null,
  experiments: ReadonlyMap<ExperimentId, Observation>,
): Problem[] {
  const { failure } = outcome;
  if (failure === null) return [];
  const problems: Problem[] = [
    { code: failure.code, role: 'blocks', details: failure.details, exchange: failure.exchange },
  ];
  const include = request.credentials === 'include';
  const failed = outcome.exchanges[failure.exchange]?.result;
  if (failed && !isNetworkFailure(failed)) {
    if (failure.during === 'preflight' && needs) {
      addPreflight(problems, failure.exchange, failed, needs, behaviour);
    } else {
      addCredentials(problems, failure.exchange, failed, include);
    }
  }
  if (failure.during === 'preflight') addResponseItself(problems, experiments, needs, behaviour);
  return problems;
}

function addPreflight(
  problems: Problem[],
  exchange: ExchangeRef,
  response: NetworkResponse,
  needs: PreflightNeeds,
  behaviour: Behaviour,
): void {
  for (const { code, details } of preflightProblems(response, needs, behaviour)) {
    add(problems, { code, details, exchange, role: 'blocks-next' });
  }
  addCredentials(problems, exchange, response, needs.include);
}

/** The standard's check stops at Allow-Origin; Allow-Credentials would be next. */
function addCredentials(
  problems: Problem[],
  exchange: ExchangeRef,
  response: NetworkResponse,
  include: boolean,
): void {
  const failure = include ? credentialsFailure(response.headers) : null;
  if (failure)
    add(problems, { code: failure.code, details: failure.details, exchange, role: 'blocks-next' });
}

function addResponseItself(
  problems: Problem[],
  experiments: ReadonlyMap<ExperimentId, Observation>,
  needs: PreflightNeeds | null,
  behaviour: Behaviour,
): void {
  const seen = experiments.get('request-itself')?.result;
  if (!needs || !seen || isNetworkFailure(seen)) return;
  const failure = behaviour.corsCheck(seen.headers, needs.origin, needs.include);
  // The same fault on preflight and response is one thing to mend, so a code is listed once.
  if (failure) add(problems, { ...failure, exchange: 'request-itself', role: 'blocks-next' });
}

function add(problems: Problem[], problem: Problem): void {
  if (!problems.some(({ code }) => code === problem.code)) problems.push(problem);
}
