import type { CaseResult, ContractCase } from '../../contract/index.js';
import { diagnose } from '../../diagnose/index.js';
import { ENGINES, Panel, type Engine, type EngineName } from '../../engines/index.js';
import {
  extractMaxAge,
  extractTokenList,
  responseHeaders,
  type Behaviour,
  type Outcome,
} from '../../protocol/index.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import type { Asker } from '../../live/asker.js';
import { runCall, type CallRun } from '../../live/engine-run.js';

/**
 * Judges cases, one after the other: engines that decide alike share a run. Each
 * lane of a bulk check has a judge of its own.
 */
export class Judge {
  readonly #panels = new Map<string, Panel>();
  readonly #sendOption: string;

  /** @param sendOption how the user says that requests with side effects may be sent */
  constructor(sendOption = '--send') {
    this.#sendOption = sendOption;
  }

  /** Runs one case in its engines; the first that ends otherwise than expected decides. */
  async judge(contractCase: ContractCase, asker: Asker): Promise<CaseResult> {
    const started = performance.now();
    const { check, origin, request } = contractCase;
    const decided = await this.#panel(check.engines).decideLater((behaviour) =>
      runCall(behaviour, request, origin, null, asker),
    );
    let last: CaseResult | null = null;
    for (const { engines, result: run } of decided) {
      const [first] = engines;
      if (first === undefined || last?.passed === false) continue;
      const { verdict, passed, message, rule } = found(contractCase, run, first, this.#sendOption);
      const took = Math.round(performance.now() - started);
      last = { case: contractCase, verdict, passed, message, engine: first.name, rule, took };
    }
    if (last === null) throw new RangeError('a check without engines');
    return last;
  }

  #panel(names: readonly EngineName[]): Panel {
    const key = names.join(' ');
    let panel = this.#panels.get(key);
    if (panel === undefined) {
      panel = new Panel(names.map((name) => ENGINES[name]));
      this.#panels.set(key, panel);
    }
    return panel;
  }
}

/** What one engine makes of a case. */
type Found = Pick<CaseResult, 'verdict' | 'passed' | 'message' | 'rule'>;

function found(
  contractCase: ContractCase,
  run: CallRun,
  { behaviour }: Engine,
  sendOption: string,
): Found {
  const { check } = contractCase;
  const { outcome } = run;
  const { failure } = outcome;
  if (failure?.code === 'network-failure')
    return {
      verdict: 'unreachable',
      passed: false,
      message: `Not reached: ${failurePhrase(failure)}.`,
      rule: null,
    };
  if (failure !== null && isUnknown(run))
    return {
      verdict: 'unknown',
      passed: check.expect === 'allow',
      message:
        check.expect === 'allow'
          ? null
          : `The preflight passes, and the request has side effects: it was not sent. ${sendOption} sends it.`,
      rule: null,
    };
  if (failure !== null) {
    const passed = check.expect === 'deny';
    const rule = passed ? null : ruleOf(contractCase, run, behaviour);
    const why = `Refused ${failurePlace(failure)}: ${plain(failurePhrase(failure))}.`;
    return { verdict: 'blocked', passed, message: passed ? null : why, rule };
  }
  const wrong =
    check.expect === 'deny'
      ? 'Allowed, and the contract denies it.'
      : (ageProblem(check.maxAge, outcome) ?? exposedProblem(check.exposed, outcome));
  return { verdict: 'allowed', passed: wrong === null, message: wrong, rule: null };
}

/** A GET that stood in for a request with side effects, and an API that knows no GET there. */
function isUnknown({ standIn, outcome, exchanges }: CallRun): boolean {
  if (standIn === null || outcome.failure === null) return false;
  if (outcome.failure.exchange < standIn) return false;
  const result = exchanges[standIn]?.result;
  return !(result !== undefined && 'status' in result && result.status < 400);
}

function ruleOf(
  { request, origin }: ContractCase,
  { outcome, exchanges }: CallRun,
  behaviour: Behaviour,
): string | null {
  const { causes } = diagnose({
    request,
    origin,
    behaviour,
    outcome,
    exchanges,
    experiments: new Map(),
  });
  return causes[0]?.rule ?? null;
}

function ageProblem(floor: number | null, { exchanges }: Outcome): string | null {
  const preflight = exchanges.find(({ request }) => request.kind === 'preflight');
  if (floor === null || preflight === undefined) return null;
  const said = extractMaxAge(responseHeaders(preflight));
  // Without the header browsers take 5 seconds: https://fetch.spec.whatwg.org/#cors-preflight-fetch
  const age = typeof said === 'number' ? said : 5;
  if (age >= floor) return null;
  const what =
    typeof said === 'number' ? `${said} s` : 'there is no valid Access-Control-Max-Age (5 s)';
  return `The preflight may be remembered for too short a time: ${what}, not ${floor} s.`;
}

/** Headers that the page is to read: named, or covered by "*" without credentials. */
function exposedProblem(wanted: readonly string[], outcome: Outcome): string | null {
  if (wanted.length === 0) return null;
  const last = outcome.exchanges.at(-1);
  const list = extractTokenList(responseHeaders(last), 'access-control-expose-headers');
  const listed = Array.isArray(list) ? list.map((name: string) => name.toLowerCase()) : [];
  const readable = new Set([...(outcome.response?.headers ?? []), ...listed]);
  const star = listed.includes('*') && last?.request.credentials !== true;
  const missing = star ? [] : wanted.filter((name) => !readable.has(name));
  return missing.length === 0
    ? null
    : `The page cannot read ${missing.join(', ')}: Access-Control-Expose-Headers does not list it.`;
}

/** For reports that know no code in a text. */
function plain(text: string): string {
  return text.replaceAll('`', '"');
}
