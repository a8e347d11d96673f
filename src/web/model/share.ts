import { parseUrl, type FetchRequest } from '../../protocol/index.js';
import { isSecretHeader, MASK } from '../../reporters/mask.js';
import type { Answer } from './answers.js';
import type { CallState } from './state.js';

/** Longest fragment that is read: links are short, and nobody pastes a book into one. */
const LONGEST = 200_000;

/** A link's fragment that holds the whole call, secrets left out. */
export function shareFragment({ origin, request, answers }: CallState): string {
  const headers = request.headers.map(
    ([name, value]) => [name, isSecretHeader(name) ? MASK : value] as const,
  );
  const shared = {
    origin,
    request: { ...request, url: withoutPassword(request.url), headers, body: null },
    answers: answers.map((answer) => ({
      ...answer,
      headers: answer.headers.filter(([name]) => !isSecretHeader(name)),
    })),
  };
  return `#call=${encodeURIComponent(JSON.stringify(shared))}`;
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
      answers: Array.isArray(answers) ? answers.filter(isAnswer) : [],
      notes: ['From a shared link: secrets are not in it.'],
    };
  } catch {
    return null;
  }
}

/** The call as a scenario for `whycors simulate`. */
export function scenarioOf({ origin, request, answers }: CallState): string {
  const exchanges = answers.map(({ url, method, status, headers }) => ({
    url,
    method,
    status,
    headers,
  }));
  return JSON.stringify({ origin, request, exchanges }, null, 2);
}

function requestOf(given: FetchRequest, usual: FetchRequest): FetchRequest {
  const { url, method, headers, credentials, mode, redirect, initiator } = given;
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
    body: null,
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

function isPairs(value: unknown): value is readonly (readonly [string, string])[] {
  return (
    Array.isArray(value) &&
    value.every(
      (pair) => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string',
    )
  );
}

function withoutPassword(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === null || (parsed.username === '' && parsed.password === '')) return url;
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1');
}
