import { getHeader, type NetworkRequest } from '../../protocol/index.js';
import { decompress } from './decompress.js';
import type { Head } from './head.js';
import type { Wire } from './wire.js';

/** Bytes of a body that are kept as evidence: an error page says who it is within the first few. */
export const BODY_LIMIT = 16_384;

/** Milliseconds to wait for a body once the headers are there: it never decides a verdict. */
const BODY_PATIENCE = 1_000;

/** The start of a body. */
export interface BodyStart {
  readonly text: string;
  readonly truncated: boolean;
}

/** A body as far as it was read, and whether that is all. */
export interface ReadBody {
  readonly body: BodyStart;
  readonly complete: boolean;
}

/** How the end of a body is found. */
export type Framing = 'none' | 'chunked' | 'until-close' | { readonly length: number };

/** https://httpwg.org/specs/rfc9112.html#message.body.length */
export function framingOf(request: NetworkRequest, head: Head): Framing {
  const { status } = head;
  if (request.method === 'HEAD' || status === 204 || status === 304) return 'none';
  const coding = getHeader(head.headers, 'transfer-encoding');
  if (coding !== null && head.version === '1.1') {
    return /(^|,)[ \t]*chunked$/i.test(coding) ? 'chunked' : 'until-close';
  }
  const length = /^\d+/.exec(getHeader(head.headers, 'content-length') ?? '');
  return length ? { length: Number(length[0]) } : 'until-close';
}

/**
 * Reads the start of a body, gives up early on a long or slow one, and
 * decompresses what it has.
 */
export async function readBodyStart(
  wire: Wire,
  framing: Framing,
  encoding: string | null,
  signal: AbortSignal,
): Promise<ReadBody> {
  const whole = wholeBody(wire, framing);
  if (whole !== null) {
    const { bytes, truncated } = await decompress(whole, encoding, BODY_LIMIT);
    return { body: { text: bytes.toString('utf8'), truncated }, complete: true };
  }
  const patience = AbortSignal.any([signal, AbortSignal.timeout(BODY_PATIENCE)]);
  const chunks: Buffer[] = [];
  let size = 0;
  let complete = false;
  try {
    for await (const chunk of pieces(wire, framing, patience)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > BODY_LIMIT) break;
    }
    complete = size <= BODY_LIMIT;
  } catch {
    // Too slow, cut off or badly framed: what came so far is the evidence there is.
  }
  const bytes = Buffer.concat(chunks).subarray(0, BODY_LIMIT);
  const plain = await decompress(bytes, encoding, BODY_LIMIT);
  return {
    body: { text: plain.bytes.toString('utf8'), truncated: !complete || plain.truncated },
    complete,
  };
}

/** A body that needs no waiting and no decompression, so that nobody has to wait for it; null for others. */
export function bodyAtOnce(wire: Wire, framing: Framing, encoding: string | null): ReadBody | null {
  const none = framing === 'none' || (typeof framing === 'object' && framing.length === 0);
  if (none) return { body: { text: '', truncated: false }, complete: true };
  const whole = encoding === null ? wholeBody(wire, framing) : null;
  if (whole === null) return null;
  return { body: { text: whole.toString('utf8'), truncated: false }, complete: true };
}

/** A short body that came with the headers, as most do: there is nothing to wait for. Null for others. */
function wholeBody(wire: Wire, framing: Framing): Buffer | null {
  const waiting = typeof framing === 'object' || framing === 'chunked' ? wire.take() : null;
  if (waiting === null) return null;
  const found = typeof framing === 'object' ? [0, framing.length] : soleChunk(waiting);
  if (found !== null && found[1]! <= BODY_LIMIT && found[0]! + found[1]! <= waiting.length) {
    const [start = 0, length = 0] = found;
    const end = framing === 'chunked' ? start + length + LAST_CHUNK.length : start + length;
    wire.unread(waiting.subarray(end));
    return waiting.subarray(start, start + length);
  }
  wire.unread(waiting);
  return null;
}

/** What is behind the data of a body that is one chunk and has no trailers. */
const LAST_CHUNK = '\r\n0\r\n\r\n';

/** Start and length of the data of a chunked body that is one chunk; null for any other. */
function soleChunk(bytes: Buffer): readonly [number, number] | null {
  const line = bytes.indexOf(0x0a);
  const size = /^([\da-f]{1,4})\r\n$/i.exec(bytes.toString('latin1', 0, Math.min(line + 1, 8)));
  if (size === null) return null;
  const [start, length] = [line + 1, Number.parseInt(size[1]!, 16)];
  const end = bytes.toString('latin1', start + length, start + length + LAST_CHUNK.length);
  return length > 0 && end === LAST_CHUNK ? [start, length] : null;
}

/**
 * A body's pieces as they come, without what frames them; the caller decompresses.
 * @throws Error where it is cut off or badly framed, or what the connection died of
 */
export async function* pieces(
  wire: Wire,
  framing: Framing,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  if (framing === 'none') return;
  if (framing === 'until-close') {
    for (;;) {
      const chunk = await wire.next(signal, 'slow body');
      if (chunk === null) return;
      yield chunk;
    }
  }
  if (framing === 'chunked') return yield* chunked(wire, signal);
  yield* counted(wire, framing.length, signal);
}

async function* counted(
  wire: Wire,
  length: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  for (let left = length; left > 0;) {
    const chunk = await wire.next(signal, 'slow body');
    if (chunk === null) throw new Error('the body was cut off');
    const taken = chunk.subarray(0, left);
    wire.unread(chunk.subarray(left));
    left -= taken.length;
    yield taken;
  }
}

/** https://httpwg.org/specs/rfc9112.html#chunked.encoding */
async function* chunked(wire: Wire, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  for (;;) {
    const size = /^\s*([\da-f]+)\s*(;|$)/i.exec(await line(wire, signal));
    if (!size) throw new Error('the chunk size is no number');
    const length = Number.parseInt(size[1]!, 16);
    if (length === 0) break;
    yield* counted(wire, length, signal);
    if ((await line(wire, signal)) !== '') throw new Error('the chunk does not end where it says');
  }
  for (let lines = 0; lines < 100; lines++) {
    if ((await line(wire, signal)) === '') return;
  }
  throw new Error('the trailers do not end');
}

async function line(wire: Wire, signal: AbortSignal): Promise<string> {
  let text = '';
  while (text.length <= BODY_LIMIT) {
    const chunk = await wire.next(signal, 'slow body');
    if (chunk === null) throw new Error('the body was cut off');
    const end = chunk.indexOf(0x0a);
    text += chunk.toString('latin1', 0, end === -1 ? chunk.length : end);
    if (end === -1) continue;
    wire.unread(chunk.subarray(end + 1));
    return text.replace(/\r$/, '');
  }
  throw new Error('the line does not end');
}
