import { isLoopbackHost, parseUrl } from '../../protocol/index.js';
import type { InputProblem } from '../problem.js';

/** An origin as a browser serializes it, and what had to be changed for that. */
export interface OriginReading {
  readonly origin: string | null;
  /** One sentence for each thing that was changed, and why. */
  readonly notes: readonly string[];
  readonly problems: readonly InputProblem[];
}

/** The schemes whose origins browsers serialize as `null`. https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque */
const OPAQUE = /^(file|data):/i;
/** Pages without an origin of their own. https://html.spec.whatwg.org/multipage/document-sequences.html#determining-the-origin */
const INHERITED = /^(about|javascript):/i;

const EXAMPLE = 'an origin is scheme, host and port, such as http://localhost:3000';

/**
 * The serialized origin that a browser would send for what a person typed: a
 * whole URL, a bare host, upper case, a default port, an internationalized
 * name. https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function readOrigin(input: string): OriginReading {
  const typed = input.trim();
  if (/^null$/i.test(typed)) return { origin: 'null', notes: [], problems: [] };
  if (typed === '') return bad(input, 'is empty');
  if (typed === '*') return bad(input, 'is what a server may allow, no origin of a page');
  if (typed.includes('*')) return bad(input, 'is a pattern: a page has one origin');
  const opaque = OPAQUE.exec(typed)?.[1]?.toLowerCase();
  if (opaque !== undefined) {
    const note = `Browsers send the origin of a ${opaque}: page as null.`;
    return { origin: 'null', notes: [note], problems: [] };
  }
  if (INHERITED.test(typed)) return bad(input, 'has the origin of the page that made it');
  if (typed.startsWith('/')) return bad(input, 'is a path');
  if (/[\s,;"'<>]/.test(typed)) return bad(input, 'has a character that no origin has');

  const notes: string[] = [];
  const url = parseUrl(withScheme(typed, notes));
  if (url === null) return bad(input, 'is no origin');
  if (url.host === '' && url.origin === 'null') return bad(input, 'has no host');
  const origin = url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin;
  explain(typed, url, origin, notes);
  return { origin, notes, problems: [] };
}

/** `localhost:3000` and `app.example.com` have no scheme; guess it as a browser's address bar does. */
function withScheme(typed: string, notes: string[]): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || /^blob:/i.test(typed)) return typed;
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed) && !typed.startsWith('[')) return typed;
  const host = /^(\[[^\]]*\]|[^:/]*)/.exec(typed)![1]!.toLowerCase();
  const scheme =
    isLoopbackHost(host) || /^[\d.]+$/.test(host) || host.startsWith('[') ? 'http' : 'https';
  notes.push(`No scheme was given: ${scheme}:// is assumed.`);
  return `${scheme}://${typed}`;
}

function explain(
  typed: string,
  url: { pathname: string; search: string; hash: string; username: string; port: string },
  origin: string,
  notes: string[],
): void {
  const before = /^([a-z][a-z0-9+.-]*:\/\/|blob:)/i.test(typed)
    ? typed
    : `${origin.slice(0, origin.indexOf('//') + 2)}${typed}`;
  if (before === origin) return;
  const why: string[] = [];
  const authority = /^[^:]+:\/\/([^/?#]*)/.exec(before)?.[1] ?? '';
  if (url.username !== '') why.push('no user name');
  if (url.search !== '' || url.hash !== '' || url.pathname.length > 1) why.push('no path');
  else if (before.endsWith('/')) why.push('no trailing slash');
  if (/:\d+$/.test(authority) && url.port === '') why.push('no default port');
  if (isNotAscii(authority)) why.push('an ASCII host');
  else if (/[A-Z]/.test(before.slice(0, before.indexOf('://') + 3) + authority))
    why.push('lower case');
  if (why.length === 0) why.push('this form');
  notes.push(`A browser sends the origin as ${origin}: an origin has ${list(why)}.`);
}

function list(items: readonly string[]): string {
  return items.length === 1 ? items[0]! : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function bad(input: string, what: string): OriginReading {
  const message = `"${input}" ${what}: ${EXAMPLE}.`;
  return { origin: null, notes: [], problems: [{ path: '--origin', message }] };
}

function isNotAscii(text: string): boolean {
  return [...text].some((char) => char > '\x7f');
}
