import type { InputProblem } from '../problem.js';

/** A call as a pasted text tells it; null is what the text does not say. */
export interface PastedCall {
  /** What the text is, for people: "a curl command of Chromium". */
  readonly from: string;
  readonly url: string;
  readonly method: string | null;
  /** Headers that the page sets: a browser's own are taken out. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  /** `user:password` of basic authentication by the tool that made the call. */
  readonly user: string | null;
  readonly cookie: string | null;
  /** Origin of the page. */
  readonly origin: string | null;
  readonly credentials: 'omit' | 'same-origin' | 'include' | null;
  readonly mode: 'cors' | 'no-cors' | 'same-origin' | null;
  readonly redirect: 'follow' | 'error' | 'manual' | null;
  readonly xhr: boolean;
  readonly insecure: boolean;
  /** What was understood, assumed or left out, a sentence each. */
  readonly notes: readonly string[];
}

/** What a reader of pasted text makes of it; never an exception. */
export interface PastedReading {
  readonly value: PastedCall | null;
  readonly problems: readonly InputProblem[];
}

/** A call of which nothing but the URL is known. */
export function pastedCall(from: string, url: string): PastedCall {
  return {
    from,
    url,
    method: null,
    headers: [],
    body: null,
    user: null,
    cookie: null,
    origin: null,
    credentials: null,
    mode: null,
    redirect: null,
    xhr: false,
    insecure: false,
    notes: [],
  };
}
