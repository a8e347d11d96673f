import type { HeaderList } from './headers/list.js';

/** https://fetch.spec.whatwg.org/#concept-request-mode, as far as a page can ask for it. */
export type RequestMode = 'cors' | 'no-cors' | 'same-origin';

/** https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
export type CredentialsMode = 'omit' | 'same-origin' | 'include';

/** https://fetch.spec.whatwg.org/#concept-request-redirect-mode */
export type RedirectMode = 'follow' | 'error' | 'manual';

/** The API by which the page asked: it changes what is printed and what a page can ask for. */
export type Initiator = 'fetch' | 'xhr';

/** What a page asks for, before any normalization: the arguments of fetch() or XMLHttpRequest. */
export interface FetchRequest {
  /** Absolute URL, as the page wrote it. */
  readonly url: string;
  readonly method: string;
  /** As given to fetch(), in order. */
  readonly headers: HeaderList;
  readonly credentials: CredentialsMode;
  readonly mode: RequestMode;
  readonly redirect: RedirectMode;
  /** The body as text, or null when there is none. */
  readonly body: string | null;
  /**
   * Whether the body brings a Content-Type where the page sets none: a string does, which is the
   * default; a Blob without type, bytes and a stream do not. https://fetch.spec.whatwg.org/#concept-bodyinit-extract
   */
  readonly bodyHasType?: boolean;
  readonly initiator: Initiator;
  /** XMLHttpRequest with listeners on `upload`, or fetch() with a stream as its body: https://fetch.spec.whatwg.org/#use-cors-preflight-flag */
  readonly uploadListeners?: boolean;
}

/** A FetchRequest with the defaults of fetch() for everything but the URL. */
export function fetchRequest(
  url: string,
  rest: Partial<Omit<FetchRequest, 'url'>> = {},
): FetchRequest {
  return {
    url,
    method: 'GET',
    headers: [],
    credentials: 'same-origin',
    mode: 'cors',
    redirect: 'follow',
    body: null,
    initiator: 'fetch',
    ...rest,
  };
}
