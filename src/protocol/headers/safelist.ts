import { MIMEType } from 'whatwg-mimetype';
import { remembering } from '../recent.js';
import type { HeaderList } from './list.js';
import { parseSingleRange } from './range.js';

/** Bytes a value: https://fetch.spec.whatwg.org/#cors-safelisted-request-header step 1. */
export const SAFELISTED_VALUE_LIMIT = 128;

/** Bytes of all safelisted values together: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names */
export const SAFELISTED_TOTAL_LIMIT = 1024;

const SAFELISTED_ESSENCES = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);

const BARE_TYPE = /^[a-z]+\/[a-z0-9.+-]+$/;

// The standard's range: control characters except the tab.
// oxlint-disable-next-line no-control-regex
const UNSAFE_BYTE = /[\u0000-\u0008\u000a-\u001f"():<>?@[\\\]{}\u007f]/;

const LANGUAGE_VALUE = /^[0-9A-Za-z *,\-.;=]*$/;

/** Why a request-header is not CORS-safelisted. */
export type UnsafeHeaderReason =
  | 'name'
  | 'value-too-long'
  | 'unsafe-byte'
  | 'language-byte'
  | 'media-type'
  | 'media-type-unparsable'
  | 'range'
  | 'together-too-long';

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
export function hasCorsUnsafeByte(value: string): boolean {
  return UNSAFE_BYTE.test(value);
}

/** The essence of a media type, or null where it does not parse. https://mimesniff.spec.whatwg.org/#parse-a-mime-type */
export function mimeEssence(value: string): string | null {
  // Most are a bare type in lower case, which is its own essence.
  return BARE_TYPE.test(value) ? value : parsedEssence(value);
}

const parsedEssence = remembering((value) => MIMEType.parse(value)?.essence ?? null);

/**
 * Why the header is not a CORS-safelisted request-header, or null when it is.
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 * @param name in lower case
 */
export function whyNotSafelisted(name: string, value: string): UnsafeHeaderReason | null {
  switch (name) {
    case 'accept':
      if (value.length > SAFELISTED_VALUE_LIMIT) return 'value-too-long';
      return hasCorsUnsafeByte(value) ? 'unsafe-byte' : null;
    case 'accept-language':
    case 'content-language':
      if (value.length > SAFELISTED_VALUE_LIMIT) return 'value-too-long';
      return LANGUAGE_VALUE.test(value) ? null : 'language-byte';
    case 'content-type': {
      if (value.length > SAFELISTED_VALUE_LIMIT) return 'value-too-long';
      if (hasCorsUnsafeByte(value)) return 'unsafe-byte';
      const essence = mimeEssence(value);
      if (essence === null) return 'media-type-unparsable';
      return SAFELISTED_ESSENCES.has(essence) ? null : 'media-type';
    }
    case 'range': {
      if (value.length > SAFELISTED_VALUE_LIMIT) return 'value-too-long';
      const range = parseSingleRange(value);
      return range === null || range.start === null ? 'range' : null;
    }
    default:
      return 'name';
  }
}

/** A CORS-unsafe request-header name (lower-case) and why it is one. */
export interface UnsafeHeader {
  readonly name: string;
  readonly reason: UnsafeHeaderReason;
}

/**
 * The CORS-unsafe request-header names of a header list, each once, sorted,
 * lower-case. https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaders(
  headers: HeaderList,
  why: typeof whyNotSafelisted,
): UnsafeHeader[] {
  if (headers.length === 0) return [];
  const unsafe: UnsafeHeader[] = [];
  const safe: string[] = [];
  let total = 0;
  for (const [rawName, value] of headers) {
    const name = rawName.toLowerCase();
    const reason = why(name, value);
    if (reason !== null) {
      addOnce(unsafe, name, reason);
    } else {
      safe.push(name);
      total += value.length;
    }
  }
  if (total > SAFELISTED_TOTAL_LIMIT)
    for (const name of safe) addOnce(unsafe, name, 'together-too-long');
  return unsafe.length < 2 ? unsafe : unsafe.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function addOnce(unsafe: UnsafeHeader[], name: string, reason: UnsafeHeaderReason): void {
  if (!unsafe.some((one) => one.name === name)) unsafe.push({ name, reason });
}

/**
 * https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
 * @param name in lower case
 */
export function isNoCorsSafelisted(name: string, value: string): boolean {
  return name !== 'range' && whyNotSafelisted(name, value) === null;
}
