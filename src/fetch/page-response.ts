import type { FilteredResponse, HeaderList } from '../protocol/index.js';
import { abortOf } from './streams.js';

/** What a page sees of a response besides its body. */
export interface ResponseFacts {
  readonly filtered: FilteredResponse;
  readonly statusText: string;
  /** Those that the page may read, lines of one name as they came. */
  readonly headers: HeaderList;
}

const READERS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'];

/**
 * A filtered response. The constructor of Response makes none of status 0, of another type than
 * "default" or with a URL, and looks at its own properties while it runs; so they are laid over.
 * https://fetch.spec.whatwg.org/#concept-filtered-response
 */
export function createPageResponse(body: BodyInit | null, facts: ResponseFacts): Response {
  const { filtered, statusText } = facts;
  const headers = readable(facts.headers);
  // json(), blob() and formData() look at the headers given here.
  const response = new Response(body, { headers });
  const { type, url, redirected, status } = filtered;
  const values: Partial<Record<keyof Response, unknown>> = {
    type,
    url,
    redirected,
    status,
    ok: status >= 200 && status <= 299,
    statusText,
    headers: immutable(headers),
    clone: () => createPageResponse(Response.prototype.clone.call(response).body, facts),
  };
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(response, name, { value, configurable: true });
  if (body instanceof ReadableStream) failAtOnce(response, body);
  return response;
}

/** Reading a body that was aborted fails at once; Node's own methods take a few turns. https://fetch.spec.whatwg.org/#concept-body-consume-body */
function failAtOnce(response: Response, body: ReadableStream): void {
  for (const name of READERS) {
    const native = (Response.prototype as unknown as Record<string, unknown>)[name];
    if (typeof native !== 'function') continue;
    const value = (): Promise<unknown> => {
      const abort = response.bodyUsed ? null : abortOf(body);
      return abort === null ? native.call(response) : Promise.reject(abort.reason);
    };
    Object.defineProperty(response, name, { value, configurable: true });
  }
}

/** The guard "immutable". https://fetch.spec.whatwg.org/#concept-headers-guard */
function immutable(headers: Headers): Headers {
  const value = (): never => {
    throw new TypeError('the headers of a response from the network cannot be changed');
  };
  for (const name of ['append', 'set', 'delete'])
    Object.defineProperty(headers, name, { value, configurable: true });
  return headers;
}

/** A header that Headers does not take (a name with a space) is one that no page could ask for. */
function readable(list: HeaderList): Headers {
  const headers = new Headers();
  for (const [name, value] of list) {
    try {
      headers.append(name, value);
    } catch {
      continue;
    }
  }
  return headers;
}
