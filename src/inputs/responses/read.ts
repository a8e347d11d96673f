import { isToken, parseUrl } from '../../protocol/index.js';
import type { Read } from '../problem.js';

/** A response as its head stands in a pasted text. */
export interface PastedResponse {
  readonly status: number;
  /** Whether the text had a status line: copied headers have none. */
  readonly statusGiven: boolean;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What was asked, as `curl -v` writes it with `> ` before each line. */
export interface PastedSent {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The last request in what `curl -v` prints; null for other texts. The scheme is seen from what TLS leaves there. */
export function readSent(text: string): PastedSent | null {
  const lines = text.split(/\r?\n/).filter((line) => /^>(?:\s|$)/.test(line));
  const first = lines.findLastIndex((line) => /^> [A-Z]+ \S+ HTTP\/\d/.test(line));
  const [, method, target = ''] = /^> ([A-Z]+) (\S+)/.exec(lines[first] ?? '') ?? [];
  if (method === undefined) return null;
  const headers = lines.slice(first + 1).flatMap((line): [string, string][] => {
    const [, name, value = ''] = /^> ([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value.trim()]];
  });
  const host = headers.find(([name]) => /^host$/i.test(name))?.[1];
  const url = /^https?:/.test(target) ? target : `${schemeOf(text)}://${host ?? ''}${target}`;
  return parseUrl(url) === null ? null : { url, method, headers };
}

function schemeOf(text: string): 'http' | 'https' {
  return /^\* (?:SSL connection|.*ALPN|.*TLS handshake)/m.test(text) ? 'https' : 'http';
}

/** `HTTP/2 200`, with `< ` before it as curl -v writes. */
const STATUS = /^(?:<\s)?HTTP\/\d(?:\.\d)?\s+(\d{3})\b/;

/** Whether a text looks like heads of responses: a status line, or a CORS header at a line's start. */
export function isResponses(text: string): boolean {
  return (
    /^(?:<\s)?HTTP\/\d(?:\.\d)?\s+\d{3}\b/m.test(text) ||
    /^(?:<\s)?:?(?:access-control-allow-\w+|status)\s*:\s*\S/im.test(text)
  );
}

/**
 * Reads the heads of responses: what `curl -i` and `curl -v` print, with
 * redirects and `100 Continue`, and what browsers' network panels copy. Bodies are
 * passed over.
 */
export function readResponses(text: string): Read<readonly PastedResponse[]> {
  const verbose = /^<\s/m.test(text);
  const lines = text
    .split(/\r?\n/)
    .flatMap((line) => (verbose ? (/^<(?:\s|$)/.test(line) ? [line.slice(2)] : []) : [line]));
  const responses: { status: number; statusGiven: boolean; headers: [string, string][] }[] = [];
  let open = !lines.some((line) => STATUS.test(line));
  if (open) responses.push({ status: 200, statusGiven: false, headers: [] });
  let pending: string | null = null;
  for (const line of lines) {
    const status = STATUS.exec(line)?.[1];
    if (status !== undefined) {
      responses.push({ status: Number(status), statusGiven: true, headers: [] });
      open = true;
      continue;
    }
    const current = responses.at(-1);
    if (current === undefined || !open) continue;
    if (line.trim() === '') {
      // What a network panel copies may have empty lines; a head of its own ends at one.
      if (current.statusGiven) open = false;
      continue;
    }
    pending = addLine(line, pending, current);
  }
  const value = responses.filter(({ status }) => status >= 200);
  const some = value.some(({ headers, statusGiven }) => statusGiven || headers.length > 0);
  return some
    ? { value, problems: [] }
    : {
        value: null,
        problems: [{ path: 'headers', message: 'there is no response header in this text.' }],
      };
}

/** @returns a name that waits for its value: Chromium copies both on lines of their own */
function addLine(
  line: string,
  pending: string | null,
  current: { status: number; headers: [string, string][] },
): string | null {
  if (pending !== null) {
    put(current, pending, line.trim());
    return null;
  }
  const colon = line.indexOf(':', line.startsWith(':') ? 1 : 0);
  const name = line.slice(0, colon === -1 ? line.length : colon).trim();
  if (colon === line.trimEnd().length - 1 && isToken(name)) return name;
  if (colon > 0 && (isToken(name) || name.startsWith(':')))
    put(current, name, line.slice(colon + 1).trim());
  return null;
}

function put(
  current: { status: number; headers: [string, string][] },
  name: string,
  value: string,
): void {
  if (/^:?status$/i.test(name)) current.status = Number(/\d{3}/.exec(value)?.[0] ?? current.status);
  else if (!name.startsWith(':')) current.headers.push([name, value]);
}
