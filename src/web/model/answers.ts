import type { ExchangeMeta, Observation } from '../../evidence/index.js';
import {
  NETWORK_FAILURES,
  type HeaderList,
  type NetworkFailureKind,
  type NetworkRequest,
  type NetworkResult,
} from '../../protocol/index.js';

/** Where an answer came from. */
export type AnswerSource = 'server' | 'file' | 'line' | 'simulated' | 'you' | 'assumed' | 'blank';

/** What a server answers to one request, as the page lets people write it. */
export interface Answer {
  readonly kind: 'preflight' | 'request';
  /** `*` answers every method. */
  readonly method: string;
  readonly url: string;
  /** 0 where there was no response: `error` says why then. */
  readonly status: number;
  readonly error: NetworkFailureKind | null;
  readonly headers: HeaderList;
  readonly from: AnswerSource;
  /** Whether a GET was sent in place of this request, which has side effects. */
  readonly standIn?: boolean;
  /** What the network stack said of the failure, for people. */
  readonly detail?: string;
  readonly meta?: ExchangeMeta;
}

/** The answer to a request: the one that is known, or a blank one that allows nothing. */
export function answerTo(answers: readonly Answer[], request: NetworkRequest): Answer {
  const { kind, method, url } = request;
  const known = answers.find(
    (each) =>
      each.kind === kind &&
      each.url === url &&
      (kind === 'preflight' || each.method === method || each.method === '*'),
  );
  return known ?? blankAnswer(request);
}

/** An answer without any header of CORS: what stands there until somebody knows more. */
export function blankAnswer({ kind, method, url }: NetworkRequest): Answer {
  const status = kind === 'preflight' ? 204 : 200;
  return { kind, method, url, status, error: null, headers: [], from: 'blank' };
}

/** An answer with everything that the request asks permission for. */
export function goodAnswer(request: NetworkRequest, origin: string, credentials: boolean): Answer {
  const asked = (wanted: string): string | undefined =>
    request.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const method = asked('access-control-request-method');
  const names = asked('access-control-request-headers');
  return {
    ...blankAnswer(request),
    headers: [
      ['Access-Control-Allow-Origin', asked('origin') ?? origin],
      ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
      ...(method === undefined ? [] : [['Access-Control-Allow-Methods', method] as const]),
      ...(names === undefined ? [] : [['Access-Control-Allow-Headers', names] as const]),
    ],
  };
}

/** An answer as the protocol takes it. */
export function resultOf({ status, error, headers, detail }: Answer): NetworkResult {
  if (error === null) return { status, headers };
  return detail === undefined ? { error } : { error, detail };
}

/** An answer with the request it belongs to, as rules look at it. */
export function observationOf(request: NetworkRequest, answer: Answer): Observation {
  const result = resultOf(answer);
  return answer.meta === undefined ? { request, result } : { request, result, meta: answer.meta };
}

/** Puts an answer in the place of the one for the same request. */
export function withAnswer(answers: readonly Answer[], answer: Answer): readonly Answer[] {
  const same = (each: Answer): boolean =>
    each.kind === answer.kind && each.url === answer.url && each.method === answer.method;
  return [...answers.filter((each) => !same(each)), answer];
}

/** Status and headers as lines: what the answer's editor shows. */
export function answerText({ status, error, headers }: Answer): string {
  if (error !== null) return error;
  return [String(status), ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
}

/**
 * Reads what the editor holds: a status, or the name of a network failure, and
 * headers. Lines that are no header are left out.
 */
export function readAnswer(text: string, before: Answer): Answer {
  const [first = '', ...lines] = text.split('\n');
  const changed = {
    kind: before.kind,
    method: before.method,
    url: before.url,
    from: 'you',
  } as const;
  const error = NETWORK_FAILURES.find((each) => each === first.trim());
  if (error !== undefined) return { ...changed, status: 0, error, headers: [] };
  const status = Number(/\b([1-5]\d\d)\b/.exec(first)?.[1] ?? before.status);
  const headers = lines.flatMap((line): (readonly [string, string])[] => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    return colon > 0 && /^[\w!#$%&'*+.^`|~-]+$/.test(name)
      ? [[name, line.slice(colon + 1).trim()]]
      : [];
  });
  return { ...changed, status: status === 0 ? 200 : status, error: null, headers };
}
