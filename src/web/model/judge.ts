import { diagnose } from '../../diagnose/index.js';
import { drive } from '../../drivers/run.js';
import { ENGINES, type EngineName } from '../../engines/index.js';
import type { Cause, Evidence } from '../../evidence/index.js';
import { corsFetch, nameIs, type Outcome } from '../../protocol/index.js';
import type { RuleId } from '../../rules/index.js';
import { answerTo, observationOf, resultOf, type Answer } from './answers.js';
import type { CallState } from './state.js';

/** `unknown`: a GET was sent in place of the request, and its answer says nothing about that. */
export type Verdict = 'allowed' | 'blocked' | 'unknown';

/** How one browser ends the call. */
export interface Judged {
  readonly engine: EngineName;
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  /** The answer of each exchange. */
  readonly answers: readonly Answer[];
}

/** The browsers that the page compares, and the standard. */
export const SHOWN: readonly EngineName[] = ['chromium', 'firefox', 'webkit', 'standard'];

/** Runs the call in one browser with the answers that are known. */
export function judge({ origin, request, answers }: CallState, engine: EngineName): Judged {
  const given: Answer[] = [];
  const outcome = drive(corsFetch(request, clientOf(origin, engine)), (asked) => {
    const answer = answerTo(answers, asked);
    given.push(answer);
    return resultOf(answer);
  });
  return { engine, verdict: verdictOf(outcome, given), outcome, answers: given };
}

/** Whether the server can do something about a refusal: it was reached, or would have been asked. */
export function isMendable({ outcome: { failure } }: Judged): boolean {
  return failure?.during !== 'before' && failure?.code !== 'network-failure';
}

/** Why the call ends so in a browser. */
export function causesOf(state: CallState, judged: Judged): readonly Cause<RuleId>[] {
  const { outcome, answers } = judged;
  const { behaviour } = ENGINES[judged.engine];
  const { request, origin, experiments } = state;
  const exchanges = outcome.exchanges.map((exchange, index) =>
    observationOf(exchange.request, answers[index]!),
  );
  const { causes } = diagnose({
    request,
    origin,
    behaviour,
    outcome,
    exchanges,
    experiments: new Map(experiments),
  });
  return causes.map((cause) =>
    cause.evidence.every((item) => isSeen(item, judged))
      ? cause
      : { ...cause, confidence: 'possible' },
  );
}

/** Whether somebody saw this fact; what is only taken to be so shows nothing. */
function isSeen(item: Evidence, { answers, outcome: { failure } }: Judged): boolean {
  if (item.kind === 'page' || typeof item.exchange !== 'number') return true;
  if (item.kind === 'request-header') return true;
  const from = answers[item.exchange]?.from;
  if (from !== 'line') return from !== 'assumed';
  // A line tells of one answer what is wrong with it.
  if (item.exchange !== failure?.exchange) return false;
  if (item.kind === 'header' || item.kind === 'no-header')
    return nameIs(item.name, failure.details.header ?? '');
  return item.kind === 'status' && failure.code.startsWith('preflight-');
}

/** What a browser prints in the console of the page. */
export function consoleOf({ origin, request }: CallState, judged: Judged): readonly string[] {
  return ENGINES[judged.engine].consoleLines(
    judged.outcome,
    request,
    clientOf(origin, judged.engine),
  );
}

function clientOf(origin: string, engine: EngineName) {
  const { behaviour } = ENGINES[engine];
  return { origin, behaviour, preflightCache: behaviour.createPreflightCache(), now: () => 0 };
}

function verdictOf({ verdict, failure }: Outcome, answers: readonly Answer[]): Verdict {
  const answer = failure === null ? undefined : answers[failure.exchange];
  if (answer?.standIn !== true) return verdict;
  return answer.status > 0 && answer.status < 400 ? verdict : 'unknown';
}
