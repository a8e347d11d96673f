import { NETWORK_FAILURES, type FetchRequest } from '../../protocol/index.js';
import type { Answer } from './answers.js';
import { withoutSecrets } from './secrets.js';
import type { CallState } from './state.js';

/** Longest fragment that is read: links are short, and nobody pastes a book into one. */
const LONGEST = 200_000;

const SOURCES: readonly Answer['from'][] = [
  'server',
  'file',
  'line',
  'simulated',
  'you',
  'assumed',
  'blank',
];

/** A link's fragment that holds the whole call, secrets left out. */
export function shareFragment(state: CallState): string {
  const { origin, request, answers } = withoutSecrets(state);
  return `#call=${encodeURIComponent(JSON.stringify({ origin, request, answers }))}`;
}

/** The call of a fragment; null where it holds none. Nothing of it is trusted to be of any type. */
export function readFragment(fragment: string, otherwise: CallState): CallState | null {
  const text = /^#call=(.*)$/s.exec(fragment)?.[1];
  if (text === undefined || text.length > LONGEST) return null;
  try {
    const { origin, request, answers } = JSON.parse(decodeURIComponent(text)) as CallState;
    if (typeof origin !== 'string' || typeof request.url !== 'string') return null;
    return {
      origin,
      request: requestOf(request, otherwise.request),
      answers: Array.isArray(answers) ? answers.filter(isAnswer).map(answerOf) : [],
      notes: ['From a shared link: secrets and the body are not in it.'],
      experiments: [],
    };
  } catch {
    return null;
  }
}

function requestOf(given: FetchRequest, usual: FetchRequest): FetchRequest {
  const { url, method, headers, credentials, mode, redirect, initiator, body } = given;
  return {
    ...usual,
    url,
    method: typeof method === 'string' ? method : 'GET',
    headers: isPairs(headers) ? headers : [],
    credentials: ['omit', 'same-origin', 'include'].includes(credentials)
      ? credentials
      : 'same-origin',
    mode: ['cors', 'no-cors', 'same-origin'].includes(mode) ? mode : 'cors',
    redirect: ['follow', 'error', 'manual'].includes(redirect) ? redirect : 'follow',
    initiator: initiator === 'xhr' ? 'xhr' : 'fetch',
    body: typeof body === 'string' ? body : null,
  };
}

function isAnswer(value: unknown): value is Answer {
  const { kind, method, url, status, headers } = (value ?? {}) as Partial<Answer>;
  return (
    (kind === 'preflight' || kind === 'request') &&
    typeof method === 'string' &&
    typeof url === 'string' &&
    typeof status === 'number' &&
    isPairs(headers)
  );
}

function answerOf({ kind, method, url, status, headers, error, from, standIn }: Answer): Answer {
  return {
    kind,
    method,
    url,
    status,
    headers,
    error: NETWORK_FAILURES.find((each) => each === error) ?? null,
    from: SOURCES.find((each) => each === from) ?? 'you',
    standIn: standIn === true,
  };
}

function isPairs(value: unknown): value is readonly (readonly [string, string])[] {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string',
    )
  );
}
