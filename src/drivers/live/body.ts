import type { Readable } from 'node:stream';

/** Bytes of a body that are kept as evidence: an error page says who it is within the first few. */
export const BODY_LIMIT = 16_384;

/** Milliseconds to wait for a body once the headers are there: it never decides a verdict. */
const BODY_PATIENCE = 1_000;

/** The start of a body. */
export interface BodyStart {
  readonly text: string;
  readonly truncated: boolean;
}

/** Reads the start of a body, gives up early on a long or slow one, and decompresses what it has. */
export async function readBodyStart(
  stream: Readable,
  encoding: string | undefined,
): Promise<BodyStart> {
  const chunks: Buffer[] = [];
  let size = 0;
  const truncated = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(true), BODY_PATIENCE);
    const end = (cut: boolean): void => {
      clearTimeout(timer);
      resolve(cut);
    };
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= BODY_LIMIT) end(true);
    });
    stream.once('end', () => end(false));
    stream.once('error', () => end(true));
    stream.once('close', () => end(true));
  });
  const bytes = Buffer.concat(chunks).subarray(0, BODY_LIMIT);
  return { text: (await decompress(bytes, encoding)).toString('utf8'), truncated };
}

async function decompress(bytes: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || bytes.length === 0 || encoding === 'identity') return bytes;
  const zlib = await import('node:zlib');
  const flush = zlib.constants.Z_SYNC_FLUSH;
  const limits = { finishFlush: flush, maxOutputLength: BODY_LIMIT * 16 };
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.gunzipSync(bytes, limits);
    if (encoding === 'deflate') return zlib.inflateSync(bytes, limits);
    if (encoding === 'br') {
      return zlib.brotliDecompressSync(bytes, {
        finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
      });
    }
  } catch {
    // What cannot be decompressed is shown as it came: it is evidence, nothing depends on it.
  }
  return bytes;
}
