import { parseCookieDate } from './cookie-date.js';

/** A Set-Cookie line, read: what it says, before any user agent's own rules. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** Lower-case, without a leading dot; null where absent or empty. Of a dot alone only that is left: it fits no host. */
  readonly domain: string | null;
  /** Null where the default path is meant. */
  readonly path: string | null;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly partitioned: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none' | null;
  /** Seconds from now; wins over `expires`. */
  readonly maxAge: number | null;
  /** Seconds since 1970. */
  readonly expires: number | null;
}

const LONGEST_PAIR = 4096;
const LONGEST_ATTRIBUTE = 1024;

// The standard's ranges: control characters except the tab.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/**
 * Reads the value of one Set-Cookie header; null for one that is to be ignored.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-set-cookie-header-field-2
 */
export function parseSetCookie(line: string): SetCookie | null {
  if (CONTROL.test(line)) return null;
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  const name = trim(equals < 0 ? '' : pair.slice(0, equals));
  const value = trim(pair.slice(equals + 1));
  const length = name.length + value.length;
  if (length === 0 || length > LONGEST_PAIR) return null;
  const all = new Map<string, string>();
  for (const attribute of attributes) {
    const at = attribute.indexOf('=');
    const attributeValue = at < 0 ? '' : trim(attribute.slice(at + 1));
    // The last one of a name wins, one that is too long does not count.
    if (attributeValue.length <= LONGEST_ATTRIBUTE) {
      const key = trim(at < 0 ? attribute : attribute.slice(0, at)).toLowerCase();
      if (counts(key, attributeValue)) all.set(key, attributeValue);
    }
  }
  return { name, value, ...attributesOf(all) };
}

/** A Max-Age that cannot be read is as if it were not there. For Expires browsers do not do so: there the last one counts. */
function counts(key: string, value: string): boolean {
  return key !== 'max-age' || /^-?\d+$/.test(value);
}

function attributesOf(all: ReadonlyMap<string, string>): Omit<SetCookie, 'name' | 'value'> {
  const path = all.get('path') ?? '';
  const domain = (all.get('domain') ?? '').toLowerCase().replace(/^\.(?=.)/, '');
  const maxAge = all.get('max-age');
  const expires = all.get('expires');
  return {
    domain: domain === '' ? null : domain,
    path: path.startsWith('/') ? path : null,
    secure: all.has('secure'),
    httpOnly: all.has('httponly'),
    partitioned: all.has('partitioned'),
    sameSite: sameSiteOf(all.get('samesite')),
    maxAge: maxAge === undefined ? null : Number(maxAge),
    expires: expires === undefined ? null : parseCookieDate(expires),
  };
}

function sameSiteOf(value: string | undefined): SetCookie['sameSite'] {
  const lower = value?.toLowerCase();
  return lower === 'strict' || lower === 'lax' || lower === 'none' ? lower : null;
}

function trim(text: string): string {
  return text.replace(/^[\t ]+|[\t ]+$/g, '');
}
