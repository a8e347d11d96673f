import { nameIs, type NetworkRequest, type NetworkResult } from '../../protocol/index.js';

/** What a server answers to one request, as the page lets people write it. */
export interface Answer {
  readonly kind: 'preflight' | 'request';
  readonly method: string;
  readonly url: string;
  /** 0 where there was no response: `error` says why then. */
  readonly status: number;
  readonly error: string | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Where it came from. */
  readonly from: 'server' | 'file' | 'you' | 'blank';
}

/** The answer to a request: the one that is known, or a blank one that allows nothing. */
export function answerTo(answers: readonly Answer[], request: NetworkRequest): Answer {
  const { kind, method, url } = request;
  const known = answers.find(
    (each) =>
      each.kind === kind && each.url === url && (kind === 'preflight' || each.method === method),
  );
  if (known !== undefined) return known;
  const status = kind === 'preflight' ? 204 : 200;
  return { kind, method, url, status, error: null, headers: [], from: 'blank' };
}

/** An answer as the protocol takes it. */
export function resultOf({ status, error, headers }: Answer): NetworkResult {
  return error === null
    ? { status, headers }
    : { error: error as Extract<NetworkResult, { error: unknown }>['error'] };
}

/** Puts an answer in the place of the one for the same request. */
export function withAnswer(answers: readonly Answer[], answer: Answer): readonly Answer[] {
  const same = (each: Answer): boolean =>
    each.kind === answer.kind && each.url === answer.url && each.method === answer.method;
  return [...answers.filter((each) => !same(each)), answer];
}

/** Status and headers as lines: what the answer's editor shows. */
export function answerText({ status, headers }: Answer): string {
  return [String(status), ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
}

/** Reads what the editor holds: lines that are no header are left out. */
export function readAnswer(text: string, before: Answer): Answer {
  const [first = '', ...lines] = text.split('\n');
  const status = Number(/\b([1-5]\d\d)\b/.exec(first)?.[1] ?? before.status);
  const headers = lines.flatMap((line): (readonly [string, string])[] => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    return colon > 0 && /^[\w!#$%&'*+.^`|~-]+$/.test(name)
      ? [[name, line.slice(colon + 1).trim()]]
      : [];
  });
  return { ...before, status: status === 0 ? 200 : status, error: null, headers, from: 'you' };
}

/** Whether an answer has a header. */
export function hasHeader({ headers }: Answer, wanted: string): boolean {
  return headers.some(([name]) => nameIs(name, wanted));
}
