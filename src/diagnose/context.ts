import type { ExperimentId, Observation } from '../evidence/index.js';
import {
  getHeader,
  parseUrl,
  type Behaviour,
  type FetchRequest,
  type NetworkRequest,
  type Outcome,
  type PreflightNeeds,
} from '../protocol/index.js';
import { collectProblems, type RuleContext } from '../rules/index.js';

/** What there is to diagnose: one call, how it ended, and what was seen on the way. */
export interface Observed {
  readonly request: FetchRequest;
  /** The page's serialized origin. */
  readonly origin: string;
  /** What the engine decides differently: all that a diagnosis knows of engines. */
  readonly behaviour: Behaviour;
  readonly outcome: Outcome;
  /** The outcome's exchanges with what the driver measured; default: the outcome's own. */
  readonly exchanges?: readonly Observation[];
  readonly experiments?: ReadonlyMap<ExperimentId, Observation>;
}

const NO_EXPERIMENTS: ReadonlyMap<ExperimentId, Observation> = new Map();

/** Gathers once what rules look at. */
export function ruleContext(observed: Observed): RuleContext {
  const { request, origin, behaviour, outcome } = observed;
  const exchanges = observed.exchanges ?? outcome.exchanges;
  const experiments = observed.experiments ?? NO_EXPERIMENTS;
  const preflight = lastOfKind(exchanges, 'preflight');
  const needs = preflight ? preflightNeeds(preflight.seen.request, request) : null;
  return {
    request,
    origin,
    outcome,
    exchanges,
    experiments,
    preflight: preflight && needs ? { index: preflight.index, seen: preflight.seen, needs } : null,
    response: lastOfKind(exchanges, 'request'),
    problems: collectProblems(outcome, request, behaviour, needs, experiments),
  };
}

function lastOfKind(exchanges: readonly Observation[], kind: NetworkRequest['kind']) {
  for (let index = exchanges.length - 1; index >= 0; index--) {
    const seen = exchanges[index]!;
    if (seen.request.kind === kind) return { index, seen };
  }
  return null;
}

/** What a preflight asked for, read back from the request that was sent. */
function preflightNeeds(sent: NetworkRequest, asked: FetchRequest): PreflightNeeds | null {
  const names = getHeader(sent.headers, 'access-control-request-headers');
  const url = parseUrl(sent.url);
  if (url === null) return null;
  return {
    url,
    trusted: false,
    origin: getHeader(sent.headers, 'origin') ?? 'null',
    include: asked.credentials === 'include',
    method: getHeader(sent.headers, 'access-control-request-method') ?? asked.method,
    headerNames: names === null ? [] : names.split(',').map((name) => name.trim()),
    forced: asked.uploadListeners === true,
  };
}
