import { drive } from '../../drivers/run.js';
import { ENGINES } from '../../engines/index.js';
import type { CorsMessage } from '../../inputs/console/types.js';
import {
  corsFetch,
  nameIs,
  type FailureCode,
  type HeaderList,
  type NetworkRequest,
} from '../../protocol/index.js';
import { goodAnswer, resultOf, withAnswer, type Answer } from './answers.js';
import { judge } from './judge.js';
import type { CallState } from './state.js';

/** Answers that make a browser print the line, and what of them the line does not tell. */
export interface LineAnswers {
  readonly answers: readonly Answer[];
  /** A sentence each. */
  readonly notes: readonly string[];
}

interface Fault {
  readonly answer: Answer;
  readonly assumed: string | null;
}

const ORIGIN = 'Access-Control-Allow-Origin';
const CREDENTIALS = 'Access-Control-Allow-Credentials';

/**
 * What the server must have answered for this line: all that the call needs, but
 * for the fault that the line names. The protocol checks it: null where the browser
 * would say something else, and where the line names no fault of an answer.
 */
export function lineAnswers(message: CorsMessage, state: CallState): LineAnswers | null {
  const engine = message.engine ?? 'chromium';
  const { behaviour } = ENGINES[engine];
  const client = {
    origin: state.origin,
    behaviour,
    preflightCache: behaviour.createPreflightCache(),
    now: () => 0,
  };
  const credentials = state.request.credentials === 'include';
  const good: Answer[] = [];
  const { exchanges } = drive(corsFetch(state.request, client), (asked) => {
    const answer: Answer = { ...goodAnswer(asked, state.origin, credentials), from: 'line' };
    good.push(answer);
    return resultOf(answer);
  });
  const kind = message.during === 'preflight' ? 'preflight' : 'request';
  const at = exchanges.findIndex(({ request }) => request.kind === kind);
  if (at === -1) return null;
  for (const code of message.codes) {
    const fault = faultOf(code, message, good[at]!, exchanges[at]!.request);
    if (fault === null) continue;
    const answers = withAnswer(good, fault.answer);
    const { failure } = judge({ ...state, answers }, engine).outcome;
    if (failure?.code === code && failure.exchange === at)
      return { answers, notes: fault.assumed === null ? [] : [fault.assumed] };
  }
  return null;
}

function faultOf(
  code: FailureCode,
  { value, status }: CorsMessage,
  answer: Answer,
  { kind }: NetworkRequest,
): Fault | null {
  const but = (headers: HeaderList): Fault => ({ answer: { ...answer, headers }, assumed: null });
  // Browsers look at Allow-Origin first: of all that stands behind it the line says nothing.
  const origin = (sent: string): Fault => but([[ORIGIN, sent]]);
  switch (code) {
    case 'allow-origin-missing':
      return but([]);
    case 'allow-origin-mismatch':
    case 'invalid-allow-origin-value':
    case 'multiple-allow-origin-values':
      return value === null ? null : origin(value);
    case 'wildcard-origin-with-credentials':
      return origin('*');
    case 'allow-credentials-not-true':
      return value === null || value === ''
        ? but(without(answer.headers, CREDENTIALS))
        : but([...without(answer.headers, CREDENTIALS), [CREDENTIALS, value]]);
    case 'method-not-allowed':
      return but(without(answer.headers, 'Access-Control-Allow-Methods'));
    case 'header-not-allowed':
      return but(without(answer.headers, 'Access-Control-Allow-Headers'));
    case 'preflight-status-not-ok':
      return refusedWith(answer, status, 404);
    case 'preflight-redirect':
      return kind === 'preflight' ? refusedWith(answer, status, 307) : null;
    default:
      return null;
  }
}

function refusedWith(answer: Answer, told: number | null, otherwise: number): Fault {
  return {
    answer: { ...answer, status: told ?? otherwise },
    assumed:
      told === null ? `The line does not tell the status: ${otherwise} stands for it.` : null,
  };
}

function without(headers: HeaderList, unwanted: string): HeaderList {
  return headers.filter(([name]) => !nameIs(name, unwanted));
}
