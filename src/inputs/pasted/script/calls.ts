import { pastedCall, type PastedCall } from '../call.js';
import { bodyOf, jsonBody, type ScriptBody } from './body.js';
import { at, isTrue, pairsOf, textOf } from './json.js';
import type { Value } from './values.js';

type Headers = readonly (readonly [string, string])[];

/** A function whose calls are requests: what its arguments come to; null where there is no URL. */
type Reader = (values: readonly Value[], verb: string, defaults: Value) => PastedCall | null;

/** https://fetch.spec.whatwg.org/#requestinit */
const readFetch: Reader = ([input, init]) => {
  const request = input?.kind === 'call' && input.name === 'Request' ? input.values : [input, init];
  const url = textOf(request[0]);
  const options = request[1] ?? init;
  if (url === null) return null;
  const headers = pairsOf(at(options, 'headers'));
  const body = bodyOf(at(options, 'body'));
  return {
    ...pastedCall('a fetch() call', url),
    method: textOf(at(options, 'method')),
    headers: withType(headers, body),
    body: body.body,
    origin: textOf(at(options, 'referrer')),
    credentials: oneOf(textOf(at(options, 'credentials')), ['omit', 'same-origin', 'include']),
    mode: oneOf(textOf(at(options, 'mode')), ['cors', 'no-cors', 'same-origin']),
    redirect: oneOf(textOf(at(options, 'redirect')), ['follow', 'error', 'manual']),
  };
};

/** https://axios-http.com/docs/req_config; axios uses XMLHttpRequest in browsers. */
const readAxios: Reader = (values, verb, defaults) => {
  const [first, second, third] = values;
  const whole = first?.kind === 'object';
  const sends = /^(?:post|put|patch)$/i.test(verb);
  const config = whole ? first : sends && verb !== '' ? third : second;
  const url = whole ? textOf(at(first, 'url')) : textOf(first);
  if (url === null) return null;
  const set = (key: string): Value | undefined => at(config, key) ?? at(defaults, key);
  const base = textOf(set('baseURL'));
  const body = jsonBody(!whole && sends ? second : at(config, 'data'));
  const method = verb === '' || verb === 'request' ? textOf(at(config, 'method')) : verb;
  return {
    ...pastedCall(
      'an axios call',
      withQuery(base === null ? url : joinUrl(base, url), set('params')),
    ),
    method: method?.toUpperCase() ?? null,
    headers: withType(
      [...pairsOf(at(defaults, 'headers')), ...pairsOf(at(config, 'headers'))],
      body,
    ),
    body: body.body,
    user: userOf(set('auth')),
    credentials: isTrue(set('withCredentials')) ? 'include' : null,
    xhr: true,
  };
};

/** https://api.jquery.com/jQuery.ajax/ */
const readJquery: Reader = (values, verb) => {
  const [first, second] = values;
  const whole = first?.kind === 'object';
  const options = whole ? first : verb === 'ajax' ? second : undefined;
  const url = whole ? textOf(at(first, 'url')) : textOf(first);
  if (url === null) return null;
  const data = whole || verb === 'ajax' ? at(options, 'data') : second;
  const usual = verb === 'post' ? 'POST' : null;
  const method = textOf(at(options, 'method')) ?? textOf(at(options, 'type')) ?? usual;
  const { body } = data?.kind === 'object' ? { body: formOf(data) } : bodyOf(data);
  const gets = /^(?:get|head)$/i.test(method ?? 'get');
  const sent = gets ? null : body;
  const type =
    textOf(at(options, 'contentType')) ?? 'application/x-www-form-urlencoded; charset=UTF-8';
  return {
    ...pastedCall('a jQuery call', gets ? withQuery(url, data) : url),
    method: method?.toUpperCase() ?? null,
    headers: withType(pairsOf(at(options, 'headers')), { body: sent, type }),
    body: sent,
    credentials: isTrue(at(options, 'xhrFields', 'withCredentials')) ? 'include' : null,
    xhr: true,
  };
};

/** The reader for a function's name, and the verb in it: `axios.post` → post. Axios' own for its instances. */
export function readerOf(name: string): { readonly read: Reader; readonly verb: string } | null {
  if (name === 'fetch') return { read: readFetch, verb: '' };
  const axios = /^axios(?:\.(request|get|delete|head|options|post|put|patch))?$/.exec(name);
  if (axios !== null) return { read: readAxios, verb: axios[1] ?? '' };
  const jquery = /^(?:\$|jQuery)\.(ajax|get|post|getJSON)$/.exec(name);
  return jquery === null ? null : { read: readJquery, verb: jquery[1] ?? '' };
}

/** The page's own Content-Type, or that of the body. */
function withType(headers: Headers, { body, type }: ScriptBody): Headers {
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return typed || body === null || type === null ? headers : [...headers, ['Content-Type', type]];
}

/** `{ username, password }` of axios, as `user:password`. */
function userOf(auth: Value | undefined): string | null {
  const [name, password] = ['username', 'password'].map((key) => textOf(at(auth, key)));
  return name == null ? null : `${name}:${password ?? ''}`;
}

function formOf(data: Value): string {
  return new URLSearchParams(
    pairsOf(data).map(([name, value]): [string, string] => [name, value]),
  ).toString();
}

/** A URL with parameters behind what it has already. */
function withQuery(url: string, parameters: Value | undefined): string {
  const query = parameters?.kind === 'object' ? formOf(parameters) : '';
  if (query === '') return url;
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

function joinUrl(base: string, url: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
  return `${base.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}

function oneOf<T extends string>(text: string | null, known: readonly T[]): T | null {
  return known.find((each) => each === text) ?? null;
}
