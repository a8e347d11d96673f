import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { markedEncoding } from '../decode.js';
import { UsageError } from '../io.js';
import { whyUnread } from '../read-source.js';

/** Bytes that are read at a time. */
const AT_A_TIME = 1_048_576;

/**
 * A file, or standard input for `-`, piece by piece, as UTF-8.
 * @throws UsageError for what cannot be read as text
 */
export async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const stream =
    file === '-' ? process.stdin : createReadStream(file, { highWaterMark: AT_A_TIME });
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let first = true;
  const name = file === '-' ? 'standard input' : file;
  try {
    for await (const piece of stream) {
      let chunk = piece as Buffer;
      if (first) {
        const marked = markedEncoding(chunk);
        if (marked !== null) decoder = new TextDecoder(marked);
        else if (chunk.subarray(0, 1024).includes(0))
          throw new UsageError(`${name}: this is no text.`);
        first = false;
      }
      if (decoder !== null) chunk = Buffer.from(decoder.decode(chunk, { stream: true }));
      yield chunk;
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name}: ${whyUnread(error)}.`);
  }
}

/**
 * Bytes of a file; 0 for standard input.
 * @throws UsageError for what is no file
 */
export async function sizeOf(file: string): Promise<number> {
  if (file === '-') return 0;
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new UsageError(`${file}: this is a folder, not a file.`);
    return found.size;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: ${whyUnread(error)}.`);
  }
}
