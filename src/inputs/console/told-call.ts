import type { FailureCode } from '../../protocol/index.js';
import type { CorsMessage } from './types.js';

/** What the call of a console line must have been like for the browser to print that line. */
export interface ToldCall {
  /** Null where the line does not say. */
  readonly method: string | null;
  /** The request-header that the line names, with a value that makes it need permission. */
  readonly header: readonly [name: string, value: string] | null;
  /** Null where any would do. */
  readonly credentials: 'include' | null;
  readonly mode: 'same-origin' | 'no-cors' | null;
  readonly redirect: 'manual' | 'error' | null;
}

/** Failures that only a call with credentials can have. */
const WITH_CREDENTIALS: readonly FailureCode[] = [
  'wildcard-origin-with-credentials',
  'allow-credentials-not-true',
];

/** Values that make safelisted names unsafe, so that they need a preflight as they did on the page. */
const UNSAFE_VALUE: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  accept: '"whycors"',
  'accept-language': '"whycors"',
  'content-language': '"whycors"',
  range: 'bytes=0-1,2-3',
};

/** What a console line tells of its call, besides URL and origin. */
export function toldCall({ codes, header, method }: CorsMessage): ToldCall {
  const credentialed = codes.length > 0 && codes.every((code) => WITH_CREDENTIALS.includes(code));
  return {
    method,
    header: header === null ? null : [header, UNSAFE_VALUE[header] ?? 'whycors'],
    credentials: credentialed ? 'include' : null,
    ...modeOf(codes),
  };
}

/** The modes that a page must have given to fetch() for such a failure. */
function modeOf(codes: readonly FailureCode[]): Pick<ToldCall, 'mode' | 'redirect'> {
  switch (codes.length === 1 ? codes[0] : undefined) {
    case 'same-origin-mode':
      return { mode: 'same-origin', redirect: null };
    case 'no-cors-redirect-mode':
      return { mode: 'no-cors', redirect: 'manual' };
    case 'redirect-mode-error':
      return { mode: null, redirect: 'error' };
    default:
      return { mode: null, redirect: null };
  }
}
