import { askableUrl } from '../../inputs/console/assemble.js';
import { readConsole } from '../../inputs/console/read.js';
import { toldCall } from '../../inputs/console/told-call.js';
import type { ConsoleMessage, CorsMessage } from '../../inputs/console/types.js';
import { readOrigin } from '../../inputs/origin/read.js';
import { fetchRequest } from '../../protocol/index.js';
import { explainMessage } from '../../reporters/console/explanation.js';
import { unknowns } from '../../reporters/wording/console.js';
import type { Judged } from './judge.js';
import { lineAnswers } from './line-answers.js';
import type { CallState } from './state.js';

/** How the note begins that belongs to answers from a line alone. */
export const NOT_ASKED =
  'The server was not asked: this is what the line says of its answer, and all else is taken to be right.';

/** What a console line says that CORS has no part in. */
export interface Foreign {
  readonly summary: string;
  readonly meaning: string;
  readonly remedy: string | null;
}

/** What a console line is about. */
export type LinePaste =
  | { readonly kind: 'call'; readonly state: CallState; readonly message: CorsMessage }
  /** CORS has no part in it. */
  | { readonly kind: 'foreign'; readonly said: Foreign }
  | { readonly kind: 'none' };

/** Reads what a browser's console prints: the call that it is about, with what it says of the answer. */
export function readLine(text: string, before: CallState): LinePaste {
  const { value } = readConsole(text);
  if (value === null) return { kind: 'none' };
  const message = value.messages.find((each): each is CorsMessage => each.kind === 'cors');
  if (message !== undefined) return { kind: 'call', message, state: stateOf(message, before) };
  return foreign(value.messages[0]!);
}

function foreign(message: ConsoleMessage): LinePaste {
  const { summary, meaning, remedy } = explainMessage(message);
  return { kind: 'foreign', said: { summary, meaning, remedy } };
}

function stateOf(message: CorsMessage, before: CallState): CallState {
  const url = askableUrl(message);
  const told = toldCall(message);
  const origin =
    message.origin === null ? before.origin : (readOrigin(message.origin).origin ?? before.origin);
  // Something made the preflight necessary, and the line does not always say what.
  const plain = told.header === null && /^(?:GET|HEAD|POST)$/.test(told.method ?? 'GET');
  const assumed = message.during === 'preflight' && plain;
  const method = told.method ?? (assumed ? 'POST' : 'GET');
  const header = told.header ?? (assumed ? (['content-type', 'application/json'] as const) : null);
  const state: CallState = {
    origin,
    request: fetchRequest(url ?? before.request.url, {
      method,
      headers: header === null ? [] : [header],
      ...(told.credentials === null ? {} : { credentials: told.credentials }),
      ...(told.mode === null ? {} : { mode: told.mode }),
      ...(told.redirect === null ? {} : { redirect: told.redirect }),
      initiator: message.initiator === 'xhr' ? 'xhr' : 'fetch',
    }),
    answers: [],
    notes: [],
    experiments: [],
  };
  const seen = url === null ? null : lineAnswers(message, state);
  return {
    ...state,
    answers: seen?.answers ?? [],
    notes: [
      ...(url === null ? ['The whole URL is not in the line: give it in “The call”.'] : []),
      ...assumptions(message, method, assumed),
      ...(seen === null ? [] : [[NOT_ASKED, ...seen.notes].join(' ')]),
      ...(seen === null ? unknowns(message).slice(0, 1) : []),
    ],
  };
}

function assumptions(message: CorsMessage, method: string, assumed: boolean): string[] {
  if (assumed)
    return [
      `The line does not tell what made the preflight necessary: ${method} with JSON is assumed. Set the real method and headers in “The call”.`,
    ];
  return message.method === null
    ? [`The line does not tell the method: ${method} is assumed. Set the real one in “The call”.`]
    : [];
}

/** How what the server answers now compares with what the line says, in one sentence; null where the line says nothing. */
export function compareWithLine(
  { codes }: CorsMessage,
  { verdict, outcome }: Judged,
): string | null {
  if (verdict === 'allowed')
    return 'Asked now, the server lets this call through. Either it was mended since, or the page’s call is another one: other cookies, headers, method or origin. Set them in “The call” and ask again.';
  const code = outcome.failure?.code;
  if (verdict === 'unknown' || code === undefined || codes.length === 0) return null;
  return codes.includes(code)
    ? 'The server still answers as the line says.'
    : 'The server answers something else now than the line says: it has changed since, or the page’s call is another one.';
}
