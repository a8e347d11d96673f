import type { Header } from '../../protocol/index.js';
import { FailureError, shownBytes } from './failures.js';
import type { Wire } from './wire.js';

/**
 * Bytes of response headers that are accepted, as in Chromium:
 * https://source.chromium.org/chromium/chromium/src/+/main:net/http/http_stream_parser.h (kMaxHeaderBufSize)
 */
export const HEADER_LIMIT = 262_144;

/** The status line and the headers of an HTTP/1 response, as they stood on the wire. */
export interface Head {
  readonly version: '1.0' | '1.1';
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Header[];
}

/**
 * Reads a response's head; interim responses (100, 103) before it are skipped.
 * https://httpwg.org/specs/rfc9112.html#message.format
 * @throws FailureError empty-response, not-http, malformed-response, headers-too-large, time-out
 */
export async function readHead(wire: Wire, signal: AbortSignal): Promise<Head> {
  let bytes = NOTHING;
  for (;;) {
    const chunk = await wire.next(
      signal,
      bytes.length === 0
        ? 'no response came in time'
        : 'the response headers did not end within the time',
    );
    if (chunk === null) throw cutShort(bytes);
    const searched = Math.max(0, bytes.length - 3);
    bytes = skipEmptyLines(bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]));
    refuseOtherProtocols(bytes);
    const end = headEnd(bytes, Math.min(searched, bytes.length));
    if ((end === -1 ? bytes.length : end) > HEADER_LIMIT) throw headersTooLarge();
    if (end === -1) continue;
    wire.unread(bytes.subarray(end));
    const head = parseHead(bytes.toString('latin1', 0, end));
    if (head.status === 101) {
      throw new FailureError(
        'malformed-response',
        'the server switched to another protocol (status 101) without being asked',
      );
    }
    if (head.status >= 200) return head;
    bytes = NOTHING;
  }
}

const NOTHING: Buffer = Buffer.alloc(0);

/** The failure of headers beyond HEADER_LIMIT. */
export function headersTooLarge(): FailureError {
  return new FailureError(
    'headers-too-large',
    `the response headers are longer than ${HEADER_LIMIT / 1024} KiB`,
  );
}

function cutShort(bytes: Buffer): FailureError {
  return bytes.length === 0
    ? new FailureError('empty-response', 'the connection was closed before any response')
    : new FailureError(
        'malformed-response',
        'the connection was closed in the middle of the response headers',
      );
}

/** Empty lines before a status line mean nothing: https://httpwg.org/specs/rfc9112.html#section-2.2 */
function skipEmptyLines(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === 0x0d || bytes[start] === 0x0a) start++;
  return start === 0 ? bytes : bytes.subarray(start);
}

function refuseOtherProtocols(bytes: Buffer): void {
  const begin = bytes.toString('latin1', 0, 5);
  if (begin === 'HTTP/' || 'HTTP/'.startsWith(begin.toUpperCase())) return;
  // A TLS alert (content type 21) is what a TLS server says to plain HTTP:
  // https://www.rfc-editor.org/rfc/rfc8446#section-5.1
  const detail =
    bytes[0] === 0x15
      ? 'a TLS alert came back: this port speaks https'
      : `what came back is no HTTP response; it begins with ${shownBytes(bytes)}`;
  throw new FailureError('not-http', detail);
}

/** Where the head ends: after the first empty line. Lines may lack the carriage return. */
function headEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0x0a, from); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return at + 2;
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return at + 3;
  }
  return -1;
}

/**
 * A response's head from its text (one character per byte). Node's own parser
 * refuses much of what browsers accept (duplicate Content-Length, lines without
 * a colon, control characters), and a diagnosis must not fail where a browser
 * does not; so lines are taken as browsers take them, and kept as they came:
 * https://source.chromium.org/chromium/chromium/src/+/main:net/http/http_util.cc (AssembleRawHeaders)
 * @throws FailureError malformed-response
 */
export function parseHead(text: string): Head {
  const lines = linesOf(text);
  const status = /^HTTP\/(?:(\d+)\.(\d+))?\S*[ \t]+(\d{3})(?![^ \t])[ \t]*(.*)$/i.exec(lines[0]!);
  if (!status) {
    throw new FailureError(
      'malformed-response',
      `the status line ${shownBytes(Buffer.from(lines[0]!, 'latin1'))} has no three-digit status`,
    );
  }
  if (text.includes('\0')) {
    throw new FailureError('malformed-response', 'the response headers have a NUL byte in them');
  }
  const [, major = '1', minor = '0', code, reason] = status;
  return {
    version: Number(major) > 1 || (major === '1' && Number(minor) >= 1) ? '1.1' : '1.0',
    status: Number(code),
    statusText: reason!.trimEnd(),
    headers: parseLines(lines),
  };
}

/** The lines of a text, whose ends are LF or CR LF. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    lines.push(text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end));
    start = end + 1;
  }
  lines.push(text.slice(start));
  return lines;
}

/** @param lines the status line first */
function parseLines(lines: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at]!;
    const last = headers.at(-1);
    if (last && isBlank(line, 0)) {
      // A folded line goes on with the value before: https://httpwg.org/specs/rfc9112.html#line.folding
      headers[headers.length - 1] = [last[0], `${last[1]} ${trim(line)}`.trimEnd()];
      continue;
    }
    const colon = line.indexOf(':');
    if (colon > 0) headers.push([line.slice(0, colon), trim(line.slice(colon + 1))]);
  }
  return headers;
}

/** Without the optional whitespace around a value: https://httpwg.org/specs/rfc9110.html#whitespace */
function trim(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value, start)) start++;
  while (end > start && isBlank(value, end - 1)) end--;
  return value.slice(start, end);
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}
