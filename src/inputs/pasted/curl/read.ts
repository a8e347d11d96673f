import { isToken } from '../../../protocol/index.js';
import { sortHeaders } from '../browser-headers.js';
import { pastedCall, type PastedCall, type PastedReading } from '../call.js';
import { curlBody } from './data.js';
import { curlParts, type CurlPart } from './options.js';
import { splitCommand } from './words.js';

/**
 * Reads a curl command: "Copy as cURL" of the browsers for POSIX shells and for
 * cmd, and what people write. Nothing is run, no file is read.
 */
export function readCurl(text: string): PastedReading {
  const { words, cut, shell } = splitCommand(text.trim().replace(/^[$>%#]\s+/, ''));
  if (cut)
    return bad(
      'a quote is not closed: the command was cut while it was copied. Copy it once more.',
    );
  return readCurlWords(words.slice(1), shell);
}

/** The same for words that a shell has split: those behind `curl`. */
export function readCurlWords(
  words: readonly string[],
  shell: 'posix' | 'cmd' = 'posix',
): PastedReading {
  const parts = curlParts(words);
  const url = urlOf(parts);
  if (url === null) return bad('there is no URL in this curl command: give it one.');
  return { value: callOf(url, parts, shell), problems: [] };
}

function bad(message: string): PastedReading {
  return { value: null, problems: [{ path: 'curl', message }] };
}

function urlOf(parts: readonly CurlPart[]): string | null {
  for (const part of parts) {
    if (part.kind === 'option' && part.name === '--url') return part.value;
    if (part.kind === 'word') return part.text;
  }
  return null;
}

function callOf(url: string, parts: readonly CurlPart[], shell: 'posix' | 'cmd'): PastedCall {
  const last = (...names: readonly string[]): string | null =>
    parts.reduce<string | null>(
      (found, part) => (part.kind === 'option' && names.includes(part.name) ? part.value : found),
      null,
    );
  const flag = (...names: readonly string[]): boolean =>
    parts.some((part) => part.kind === 'flag' && names.includes(part.name));
  const lines = parts.flatMap((part) =>
    part.kind === 'option' && /^(?:-H|--header)$/.test(part.name) ? [part.value] : [],
  );
  const given = lines.flatMap(headerOf);
  const referer = last('-e', '--referer');
  if (referer !== null) given.push(['Referer', referer]);
  const sorted = sortHeaders(given);
  const { body, type, query, notes } = curlBody(parts, flag('-G', '--get'));
  const typed = given.some(([name]) => name.toLowerCase() === 'content-type');
  const bearer = last('--oauth2-bearer');
  const headers = [
    ...sorted.headers,
    ...(body !== null && type !== null && !typed ? [['Content-Type', type] as const] : []),
    ...(bearer === null ? [] : [['Authorization', `Bearer ${bearer}`] as const]),
  ];
  const cookies = last('-b', '--cookie');
  // A value without "=" names a file of cookies.
  const cookie = cookies?.includes('=') === true ? cookies : sorted.cookie;
  const copied = sorted.taken.some((name) => name.startsWith('sec-fetch'));
  return {
    ...pastedCall(copied ? "a browser's curl command" : 'a curl command', withQuery(url, query)),
    method: methodOf(parts, last('-X', '--request'), body),
    headers,
    body,
    user: last('-u', '--user'),
    cookie,
    origin: sorted.origin,
    credentials: cookie === null ? null : 'include',
    insecure: flag('-k', '--insecure'),
    notes: [
      ...notes,
      ...(sorted.mode === 'navigate'
        ? [
            'The browser made this request to load a page, which CORS never stops; it is tried as fetch() would make it.',
          ]
        : []),
      ...(cookies !== null && !cookies.includes('=')
        ? [`The cookies are in a file (${cookies}), which is not read.`]
        : []),
      ...(shell === 'cmd' ? ['Read as cmd of Windows writes it.'] : []),
    ],
  };
}

function methodOf(
  parts: readonly CurlPart[],
  named: string | null,
  body: string | null,
): string | null {
  if (named !== null) return named;
  const flags = parts.flatMap((part) => (part.kind === 'flag' ? [part.name] : []));
  if (flags.includes('-I') || flags.includes('--head')) return 'HEAD';
  if (parts.some((part) => part.kind === 'option' && /^(?:-T|--upload-file)$/.test(part.name)))
    return 'PUT';
  return body === null ? null : 'POST';
}

/** `Name: value`; `Name;` has an empty value, `Name:` takes a header of curl's own away. */
function headerOf(line: string): [string, string][] {
  const colon = line.indexOf(':', line.startsWith(':') ? 1 : 0);
  if (colon === -1) {
    const name = line.replace(/;$/, '').trim();
    return line.endsWith(';') && isToken(name) ? [[name, '']] : [];
  }
  const name = line.slice(0, colon).trim();
  const value = line.slice(colon + 1).trim();
  return value === '' ? [] : [[name, value]];
}

function withQuery(url: string, query: string): string {
  if (query === '') return url;
  return url + (url.includes('?') ? '&' : '?') + query;
}
