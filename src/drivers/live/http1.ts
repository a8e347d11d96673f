import type { Socket } from 'node:net';
import { getHeader, type HeaderList, type NetworkRequest } from '../../protocol/index.js';
import { bodyAtOnce, framingOf, readBodyStart } from './body.js';
import { FailureError } from './failures.js';
import { readHead, type Head } from './head.js';
import type { HttpResult } from './http-result.js';
import type { Wire } from './wire.js';
import { writeSoon } from './write-soon.js';

/**
 * One exchange over an open connection, written and read by hand. Node's
 * http.request changes what this tool is about: it writes every method in
 * upper case (a page's `patch` must reach the server as `patch`), adds
 * Transfer-Encoding to a PATCH without a body, and refuses responses that
 * browsers accept.
 * @param target what follows the method: a path, or the whole URL for a proxy
 */
export async function sendHttp1(
  socket: Socket,
  wire: Wire,
  request: NetworkRequest,
  target: string,
  headers: HeaderList,
  body: Buffer | null,
  signal: AbortSignal,
): Promise<HttpResult> {
  writeSoon(socket, requestBytes(request.method, target, headers, body));
  const head = await readHead(wire, signal);
  const firstByteAt = performance.now();
  refuseTwoLengths(head);
  const framing = framingOf(request, head);
  const encoding = getHeader(head.headers, 'content-encoding');
  const { body: start, complete } =
    bodyAtOnce(wire, framing, encoding) ?? (await readBodyStart(wire, framing, encoding, signal));
  const { status, statusText, version } = head;
  return {
    response: { status, statusText, headers: head.headers },
    body: start,
    httpVersion: version,
    firstByteAt,
    reusable: complete && framing !== 'until-close' && staysOpen(head),
    sent: headers,
  };
}

/** The request as bytes (a text where each character is one), in one write: one packet where it fits. */
export function requestBytes(
  method: string,
  target: string,
  headers: HeaderList,
  body: Buffer | null,
): Buffer | string {
  let text = `${safe(method)} ${safe(target)} HTTP/1.1\r\n`;
  for (const [name, value] of headers) text += `${safe(name)}: ${safe(value)}\r\n`;
  text += '\r\n';
  return body === null ? text : Buffer.concat([Buffer.from(text, 'latin1'), body]);
}

/** The protocol has checked every part; a line end that got through would be a second request. */
function safe(part: string): string {
  if (/[\r\n\0]/.test(part)) throw new TypeError('a request line or header holds a line end');
  return part;
}

/**
 * Browsers refuse a response with two lengths, unless chunks say where it ends:
 * https://source.chromium.org/chromium/chromium/src/+/main:net/http/http_stream_parser.cc (ParseResponseHeaders)
 */
export function refuseTwoLengths({ headers }: Head): void {
  if (getHeader(headers, 'transfer-encoding') !== null) return;
  const lengths = (getHeader(headers, 'content-length') ?? '').split(/[ \t]*,[ \t]*/);
  if (new Set(lengths).size > 1) {
    throw new FailureError(
      'malformed-response',
      `the response has more than one Content-Length (${lengths.join(', ')})`,
    );
  }
}

/** Whether the connection can carry another request. https://httpwg.org/specs/rfc9112.html#persistent.connections */
export function staysOpen({ version, headers }: Head): boolean {
  const options = (getHeader(headers, 'connection') ?? '').toLowerCase().split(/[ \t]*,[ \t]*/);
  return version === '1.1' ? !options.includes('close') : options.includes('keep-alive');
}
