import type { Header } from '../../protocol/index.js';
import { createMasker, isSecretHeader, MASK } from '../../reporters/mask.js';
import type { CallState } from './state.js';

/** What stands for a secret in what leaves the page: a value that a header can have, unlike the usual mask. */
export const LEFT_OUT = '***';

/** Masks what the page shows of one call. */
export function maskerOf({ request }: CallState) {
  return createMasker(secretsOf(request.headers));
}

/**
 * The call without secrets: values of Authorization, cookies and API keys, secret
 * query parameters, URL passwords, each wherever it stands, and the body.
 */
export function withoutSecrets(state: CallState): CallState {
  const { request, answers, origin } = state;
  const masker = maskerOf(state);
  const text = (value: string): string => masker.text(value).replaceAll(MASK, LEFT_OUT);
  const header = (each: Header): Header => {
    const [name, value] = masker.header(each);
    return [name, value.replaceAll(MASK, LEFT_OUT)];
  };
  return {
    origin,
    request: {
      ...request,
      url: text(request.url),
      headers: request.headers.map(header),
      // A body may hold anything; that there is one decides what browsers do.
      body: request.body === null ? null : 'x',
    },
    answers: answers.map(({ kind, method, url, status, error, headers, from, standIn }) => ({
      kind,
      method,
      url: text(url),
      status,
      error,
      headers: headers.map(header),
      from,
      ...(standIn === undefined ? {} : { standIn }),
    })),
    notes: [],
    experiments: [],
  };
}

/** The secret values of a call's own headers: the credentials without their scheme. */
function secretsOf(headers: readonly Header[]): string[] {
  return headers
    .filter(([name]) => isSecretHeader(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+ +/, '')]);
}
