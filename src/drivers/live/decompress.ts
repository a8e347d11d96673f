import type { Transform } from 'node:stream';

/** What came out, and whether there was more. */
export interface Plain {
  readonly bytes: Buffer;
  readonly truncated: boolean;
}

/**
 * The first `limit` bytes of what a body's start decompresses to: of a bomb no
 * more than that is ever unpacked. What cannot be decompressed comes back as
 * it was: it is evidence, nothing depends on it.
 * @param encoding the Content-Encoding, null where there is none
 */
export async function decompress(
  bytes: Buffer,
  encoding: string | null,
  limit: number,
): Promise<Plain> {
  const coding = encoding?.trim().toLowerCase() ?? '';
  if (bytes.length === 0 || !/^(x-gzip|gzip|deflate|br)$/.test(coding)) {
    return { bytes, truncated: false };
  }
  const unpacked = await collect(await transformFor(coding, bytes), bytes, limit);
  return unpacked.bytes.length === 0 ? { bytes, truncated: false } : unpacked;
}

/** Undoes a content coding: gzip, x-gzip, deflate or br. @param bytes the first that there are, which tell the two kinds of deflate apart */
export async function transformFor(coding: string, bytes: Buffer): Promise<Transform> {
  // Only a compressed answer pays for loading this.
  const zlib = await import('node:zlib');
  const finishFlush = zlib.constants.Z_SYNC_FLUSH;
  if (coding === 'br') {
    return zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH });
  }
  if (coding !== 'deflate') return zlib.createGunzip({ finishFlush });
  // Some servers send deflate without the zlib wrapper, and browsers take it:
  // https://httpwg.org/specs/rfc9110.html#deflate.coding, https://www.rfc-editor.org/rfc/rfc1950#section-2.2
  const wrapped = bytes.length > 1 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
  return wrapped ? zlib.createInflate({ finishFlush }) : zlib.createInflateRaw({ finishFlush });
}

function collect(transform: Transform, bytes: Buffer, limit: number): Promise<Plain> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (): void => {
      resolve({ bytes: Buffer.concat(chunks).subarray(0, limit), truncated: size > limit });
      transform.destroy();
    };
    transform.on('error', done);
    transform.on('end', done);
    transform.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) done();
    });
    transform.end(bytes);
  });
}
