import { isForbiddenMethod } from '../methods.js';

/** https://fetch.spec.whatwg.org/#forbidden-request-header, the names. */
const FORBIDDEN_REQUEST_HEADERS = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/** https://fetch.spec.whatwg.org/#forbidden-request-header, those forbidden by their value. */
const METHOD_OVERRIDE_HEADERS = new Set([
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
]);

/** https://fetch.spec.whatwg.org/#forbidden-response-header-name */
const FORBIDDEN_RESPONSE_HEADERS = new Set(['set-cookie', 'set-cookie2']);

/** https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name, less the exposed ones. */
const CORS_SAFELISTED_RESPONSE_HEADERS = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]);

/** https://fetch.spec.whatwg.org/#request-body-header-name: dropped when a redirect drops the body. */
const REQUEST_BODY_HEADERS = new Set([
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
]);

/** https://fetch.spec.whatwg.org/#forbidden-request-header for a name and value. */
export function isForbiddenRequestHeader(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (FORBIDDEN_REQUEST_HEADERS.has(lower)) return true;
  if (lower.startsWith('proxy-') || lower.startsWith('sec-')) return true;
  if (!METHOD_OVERRIDE_HEADERS.has(lower)) return false;
  return getDecodeAndSplit(value).some(isForbiddenMethod);
}

/** https://fetch.spec.whatwg.org/#forbidden-response-header-name */
export function isForbiddenResponseHeader(lowerCaseName: string): boolean {
  return FORBIDDEN_RESPONSE_HEADERS.has(lowerCaseName);
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name with an empty list of exposed names. */
export function isCorsSafelistedResponseHeader(lowerCaseName: string): boolean {
  return CORS_SAFELISTED_RESPONSE_HEADERS.has(lowerCaseName);
}

/** https://fetch.spec.whatwg.org/#request-body-header-name */
export function isRequestBodyHeader(lowerCaseName: string): boolean {
  return REQUEST_BODY_HEADERS.has(lowerCaseName);
}

/** https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
export function isCorsNonWildcardRequestHeader(lowerCaseName: string): boolean {
  return lowerCaseName === 'authorization';
}

/** Splits a value at commas outside quoted strings. https://fetch.spec.whatwg.org/#header-value-get-decode-and-split */
export function getDecodeAndSplit(value: string): string[] {
  const items: string[] = [];
  let item = '';
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!;
    if (quoted && char === '\\' && i + 1 < value.length) {
      item += char + value[++i]!;
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (char === ',' && !quoted) {
      items.push(stripTabOrSpace(item));
      item = '';
    } else {
      item += char;
    }
  }
  items.push(stripTabOrSpace(item));
  return items;
}

/** Strips HTTP tabs and spaces at both ends. https://fetch.spec.whatwg.org/#http-tab-or-space */
export function stripTabOrSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isTabOrSpace(value.charCodeAt(start))) start++;
  while (end > start && isTabOrSpace(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}

function isTabOrSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
