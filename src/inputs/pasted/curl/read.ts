import { isToken } from '../../../protocol/index.js';
import { isCopied, sortHeaders } from '../browser-headers.js';
import { pastedCall, type PastedCall, type PastedReading } from '../call.js';
import { curlBody } from './data.js';
import { curlParts, type CurlPart } from './options.js';
import { splitCommand } from './words.js';

/**
 * Reads a curl command: "Copy as cURL" of the browsers for POSIX shells and for
 * cmd, and what people write. Nothing is run, no file is read.
 */
export function readCurl(text: string): PastedReading {
  const { words, cut, shell, variables, more } = splitCommand(
    text.trim().replace(/^[$>%#]\s+/, ''),
  );
  if (cut)
    return bad(
      'a quote is not closed: the command was cut while it was copied. Copy it once more.',
    );
  return readCurlWords(words.slice(1), [
    ...(shell === 'cmd' ? ['Read as cmd of Windows writes it.'] : []),
    ...(variables.length > 0
      ? [
          `Variables of the shell are not known here and stand as they are: ${variables.join(', ')}.`,
        ]
      : []),
    ...(more ? ['There is more behind the first command: it is left out.'] : []),
  ]);
}

/**
 * The same for words that a shell has split: those behind `curl`.
 * @param told notes about how they were split
 */
export function readCurlWords(
  words: readonly string[],
  told: readonly string[] = [],
): PastedReading {
  const parts = curlParts(words);
  const url = urlOf(parts);
  if (url === null) return bad('there is no URL in this curl command: give it one.');
  return { value: callOf(url, parts, told), problems: [] };
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

function callOf(url: string, parts: readonly CurlPart[], told: readonly string[]): PastedCall {
  const all = (...names: readonly string[]): readonly string[] =>
    parts.flatMap((part) =>
      part.kind === 'option' && names.includes(part.name) ? [part.value] : [],
    );
  const last = (...names: readonly string[]): string | null => all(...names).at(-1) ?? null;
  const flag = (...names: readonly string[]): boolean =>
    parts.some((part) => part.kind === 'flag' && names.includes(part.name));
  const given = headersOf(all('-H', '--header'));
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
  const jars = all('-b', '--cookie');
  // A value without "=" names a file of cookies.
  const cookies = jars.filter((value) => value.includes('='));
  const files = jars.filter((value) => !value.includes('='));
  const cookie = cookies.length > 0 ? cookies.join('; ') : sorted.cookie;
  const copied = sorted.taken.some((name) => name.startsWith('sec-fetch'));
  return {
    ...pastedCall(
      copied ? "a browser's curl command" : 'a curl command',
      withQuery(unglobbed(url, !flag('-g', '--globoff')), query),
    ),
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
      ...files.map((file) => `The cookies are in a file (${file}), which is not read.`),
      ...sorted.notes,
      ...told,
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

/**
 * The headers of -H. With `Name:` curl takes a header of its own away; Firefox and
 * Safari write the page's empty headers that way when they copy a request.
 */
function headersOf(lines: readonly string[]): [string, string][] {
  const given = lines.flatMap(headerOf);
  const copied = isCopied(given.map(([name, value]) => [name, value ?? '']));
  return given.flatMap(([name, value]): [string, string][] =>
    value === null && !copied ? [] : [[name, value ?? '']],
  );
}

/** `Name: value`; `Name;` has an empty value, `Name:` has none. */
function headerOf(line: string): (readonly [string, string | null])[] {
  const colon = line.indexOf(':', line.startsWith(':') ? 1 : 0);
  if (colon === -1) {
    const name = line.replace(/;$/, '').trim();
    return line.endsWith(';') && isToken(name) ? [[name, '']] : [];
  }
  const value = line.slice(colon + 1).trim();
  return [[line.slice(0, colon).trim(), value === '' ? null : value]];
}

/** curl takes `[1-3]` and `{a,b}` in URLs for patterns: a backslash before them, as browsers copy it, or -g stops that. */
function unglobbed(url: string, globbing: boolean): string {
  return globbing ? url.replaceAll(/\\([[\]{}])/g, '$1') : url;
}

function withQuery(url: string, query: string): string {
  if (query === '') return url;
  return url + (url.includes('?') ? '&' : '?') + query;
}
