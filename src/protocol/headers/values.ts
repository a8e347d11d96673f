import { isToken } from '../methods.js';
import { remembering } from '../recent.js';
import { getAllHeaders, type HeaderList } from './list.js';
import { stripTabOrSpace } from './names.js';

/** What extracting header list values gives: the values, `absent`, or `failure`. */
export type ExtractedList = readonly string[] | 'absent' | 'failure';

/**
 * One header line's value as RFC 9110's `#token`: empty items are allowed and
 * dropped; anything that is not a token is a failure.
 * https://httpwg.org/specs/rfc9110.html#abnf.extension.recipient
 */
export const parseTokenList = remembering(tokensOf);

function tokensOf(value: string): readonly string[] | null {
  const items: string[] = [];
  for (const part of value.split(',')) {
    const item = stripTabOrSpace(part);
    if (item === '') continue;
    if (!isToken(item)) return null;
    items.push(item);
  }
  return items;
}

/**
 * https://fetch.spec.whatwg.org/#extract-header-list-values for the headers
 * whose ABNF is `#method` or `#field-name`.
 */
export function extractTokenList(headers: HeaderList, lowerCaseName: string): ExtractedList {
  const lines = getAllHeaders(headers, lowerCaseName);
  if (lines.length === 0) return 'absent';
  if (lines.length === 1) return parseTokenList(lines[0]!) ?? 'failure';
  const all: string[] = [];
  for (const line of lines) {
    const items = parseTokenList(line);
    if (items === null) return 'failure';
    all.push(...items);
  }
  return all;
}

/**
 * https://fetch.spec.whatwg.org/#extract-header-list-values for
 * Access-Control-Max-Age (delta-seconds, one header), in seconds.
 */
export function extractMaxAge(headers: HeaderList): number | 'absent' | 'failure' {
  const lines = getAllHeaders(headers, 'access-control-max-age');
  if (lines.length === 0) return 'absent';
  if (lines.length > 1 || !/^[0-9]+$/.test(lines[0]!)) return 'failure';
  return Number(lines[0]);
}
