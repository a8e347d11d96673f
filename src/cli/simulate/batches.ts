/** Whole lines of a file. */
export interface Batch {
  readonly bytes: Uint8Array;
  /** The number of the first line, from 1. */
  readonly first: number;
}

const NEWLINE = 10;

/** Cuts a stream into batches as it comes: one for each chunk in which a line ends. */
export async function* lineBatches(input: AsyncIterable<Buffer>): AsyncGenerator<Batch> {
  let rest: Buffer[] = [];
  let first = 1;
  for await (const chunk of input) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const bytes = Buffer.concat([...rest, chunk.subarray(0, end)]);
      yield { bytes, first };
      first += countLines(bytes);
      rest = [];
    }
    if (end < chunk.length) rest.push(chunk.subarray(end));
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), first };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
