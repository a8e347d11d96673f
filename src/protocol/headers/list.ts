/**
 * A header as it stood on the wire: name in its own case, value as a byte
 * string (one UTF-16 code unit per byte, as in Node's and the standard's
 * isomorphic encoding).
 */
export type Header = readonly [name: string, value: string];

/** Headers in their order on the wire, duplicates kept. https://fetch.spec.whatwg.org/#concept-header-list */
export type HeaderList = readonly Header[];

/**
 * The HTTP whitespace bytes that normalizing a value strips at both ends:
 * tab, line feed, carriage return, space.
 * https://fetch.spec.whatwg.org/#concept-header-value-normalize
 */
function isHttpWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** Strips leading and trailing HTTP whitespace bytes. https://fetch.spec.whatwg.org/#concept-header-value-normalize */
export function normalizeValue(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isHttpWhitespace(value.charCodeAt(start))) start++;
  while (end > start && isHttpWhitespace(value.charCodeAt(end - 1))) end--;
  return start === 0 && end === value.length ? value : value.slice(start, end);
}

/** ASCII case-insensitive equality with a name that is already lower-case. */
export function nameIs(name: string, lowerCase: string): boolean {
  return (
    name.length === lowerCase.length && (name === lowerCase || name.toLowerCase() === lowerCase)
  );
}

/**
 * The values of all headers with this name joined by ", ", or null when there
 * is none. https://fetch.spec.whatwg.org/#concept-header-list-get
 * @param lowerCaseName the name to look for, lower-case
 */
export function getHeader(headers: HeaderList, lowerCaseName: string): string | null {
  let found: string | null = null;
  for (const [name, value] of headers) {
    if (!nameIs(name, lowerCaseName)) continue;
    const normalized = normalizeValue(value);
    found = found === null ? normalized : `${found}, ${normalized}`;
  }
  return found;
}

/** The values of all headers with this name, one item a header line, in order. */
export function getAllHeaders(headers: HeaderList, lowerCaseName: string): string[] {
  const values: string[] = [];
  for (const [name, value] of headers) {
    if (nameIs(name, lowerCaseName)) values.push(normalizeValue(value));
  }
  return values;
}

/** Whether a header with this (lower-case) name is in the list. */
export function hasHeader(headers: HeaderList, lowerCaseName: string): boolean {
  return headers.some(([name]) => nameIs(name, lowerCaseName));
}
