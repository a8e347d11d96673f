import { diagnose } from '../../diagnose/index.js';
import { drive } from '../../drivers/run.js';
import { ENGINES, type EngineName } from '../../engines/index.js';
import type { Cause } from '../../evidence/index.js';
import { corsFetch, parseUrl, type Outcome } from '../../protocol/index.js';
import type { RuleId } from '../../rules/index.js';
import { answerTo, resultOf, type Answer } from './answers.js';
import type { CallState } from './state.js';

/** How one browser ends the call. */
export interface Judged {
  readonly engine: EngineName;
  readonly outcome: Outcome;
  /** The answer of each exchange. */
  readonly answers: readonly Answer[];
  readonly console: readonly string[];
  readonly causes: readonly Cause<RuleId>[];
}

/** The browsers that the page compares, and the standard. */
export const SHOWN: readonly EngineName[] = ['chromium', 'firefox', 'webkit', 'standard'];

/** Runs the call in one browser with the answers that are known. */
export function judge({ origin, request, answers }: CallState, engine: EngineName): Judged {
  const { behaviour, consoleLines } = ENGINES[engine];
  const client = {
    origin,
    behaviour,
    preflightCache: behaviour.createPreflightCache(),
    now: () => 0,
  };
  const given: Answer[] = [];
  const outcome = drive(corsFetch(request, client), (asked) => {
    const answer = answerTo(answers, asked);
    given.push(answer);
    return resultOf(answer);
  });
  const { causes } = diagnose({
    request,
    origin,
    behaviour,
    outcome,
    exchanges: outcome.exchanges,
    experiments: new Map(),
  });
  return {
    engine,
    outcome,
    answers: given,
    console: consoleLines(outcome, request, client),
    causes,
  };
}

/** Whether a text is an http or https URL. */
export function isHttpUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && /^https?:$/.test(url.protocol);
}
