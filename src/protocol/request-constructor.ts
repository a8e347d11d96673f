import type { Behaviour } from './behaviour.js';
import type { Client } from './client.js';
import type { Failure, FailureCode, FailureDetails } from './failure.js';
import { getHeader, nameIs, normalizeValue, type Header } from './headers/list.js';
import { isNoCorsSafelisted } from './headers/safelist.js';
import { isCorsSafelistedMethod, isForbiddenMethod, isToken } from './methods.js';
import type { FetchRequest, Initiator } from './request.js';
import type { RequestState } from './state.js';
import { includesCredentials, parseUrl } from './url.js';

/** The Content-Type that a body given as a string brings: https://fetch.spec.whatwg.org/#concept-bodyinit-extract */
const TEXT_BODY_TYPE = 'text/plain;charset=UTF-8';

/**
 * https://fetch.spec.whatwg.org/#dom-request, or open(), setRequestHeader() and
 * send() of https://xhr.spec.whatwg.org/ : fills the state's method, headers
 * and body from what the page asked for.
 * @returns the failure with which the constructor throws, or null
 */
export function constructRequest(
  state: RequestState,
  asked: FetchRequest,
  client: Client,
): Failure | null {
  const xhr = asked.initiator === 'xhr';
  const url = parseUrl(asked.url);
  if (url === null) return refuse(state, 'url-unparsable', {});
  // XMLHttpRequest takes user name and password from the URL; fetch() throws.
  if (!xhr && includesCredentials(url)) return refuse(state, 'url-includes-credentials', {});
  state.urlList.push(url);

  if (!isToken(asked.method)) return refuse(state, 'method-invalid', { method: asked.method });
  if (isForbiddenMethod(asked.method))
    return refuse(state, 'method-forbidden', { method: asked.method });
  const method = client.behaviour.normalizeMethod(asked.method);
  if (method !== asked.method) {
    state.note('request-constructor', 'method-normalized', 'note', {
      from: asked.method,
      to: method,
    });
  }
  state.method = method;
  if (asked.mode === 'no-cors' && !isCorsSafelistedMethod(method))
    return refuse(state, 'no-cors-method', { method });

  const bodyForbidden = method === 'GET' || method === 'HEAD';
  if (asked.body !== null && bodyForbidden && !xhr)
    return refuse(state, 'body-with-get-or-head', { method });
  state.body = bodyForbidden ? null : asked.body;

  return fillHeaders(state, asked, client);
}

/** https://fetch.spec.whatwg.org/#concept-headers-fill with the guard that the mode gives. */
function fillHeaders(state: RequestState, asked: FetchRequest, client: Client): Failure | null {
  const headers: Header[] = [];
  for (const [name, rawValue] of asked.headers) {
    const value = normalizeValue(rawValue);
    if (!isToken(name)) return refuse(state, 'header-name-invalid', { name });
    if (!isHeaderValue(value))
      return refuse(state, 'header-value-invalid', { name: name.toLowerCase() });
    if (client.behaviour.isForbiddenRequestHeader(name, value)) {
      state.note('request-constructor', 'header-forbidden', 'note', { name });
    } else if (asked.mode === 'no-cors' && !isNoCorsSafelistedWith(headers, [name, value])) {
      state.note('request-constructor', 'header-not-no-cors-safelisted', 'note', { name });
    } else {
      append(headers, [name, value], asked.initiator, client.behaviour);
    }
  }
  const set = [...headers];
  const rewritten =
    state.body !== null &&
    asked.bodyHasType !== false &&
    addBodyType(state, headers, asked.initiator === 'xhr', client);
  state.setHeaders = rewritten ? set : headers;
  state.headers = headers;
  state.madeHeaders = headers;
  return null;
}

/** What is judged is the value that all of this name have together: https://fetch.spec.whatwg.org/#concept-headers-append */
function isNoCorsSafelistedWith(headers: readonly Header[], header: Header): boolean {
  const name = header[0].toLowerCase();
  return isNoCorsSafelisted(name, getHeader([...headers, header], name) ?? '');
}

/** setRequestHeader() combines values of one name, and so do browsers in Headers: https://fetch.spec.whatwg.org/#concept-header-list-combine */
function append(
  headers: Header[],
  header: Header,
  initiator: Initiator,
  behaviour: Behaviour,
): void {
  const lower = header[0].toLowerCase();
  const at = headers.findIndex(([name]) => nameIs(name, lower));
  if (at >= 0 && (initiator === 'xhr' || behaviour.combinesRequestHeaders))
    headers[at] = [headers[at]![0], `${headers[at]![1]}, ${header[1]}`];
  else headers.push(header);
}

/** @returns whether a header that the page set has changed */
function addBodyType(
  state: RequestState,
  headers: Header[],
  xhr: boolean,
  client: Client,
): boolean {
  const at = headers.findIndex(([name]) => name.toLowerCase() === 'content-type');
  if (at < 0) {
    headers.push(['Content-Type', TEXT_BODY_TYPE]);
    state.note('request-constructor', 'content-type-from-body', 'note', { value: TEXT_BODY_TYPE });
    return false;
  }
  if (!xhr) return false;
  const [name, given] = headers[at]!;
  const value = client.behaviour.contentTypeInUtf8(given);
  if (value === given) return false;
  headers[at] = [name, value];
  state.note('request-constructor', 'content-type-charset-rewritten', 'note', { value });
  return true;
}

/** https://fetch.spec.whatwg.org/#header-value: bytes without NUL, CR, LF. */
function isHeaderValue(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 0 || code === 0x0a || code === 0x0d || code > 0xff) return false;
  }
  return true;
}

function refuse(state: RequestState, code: FailureCode, details: FailureDetails): Failure {
  return state.fail('request-constructor', code, 'before', details);
}
