import { readFile, stat } from 'node:fs/promises';
import type { Source } from '../targets/index.js';
import { decodeText, markedEncoding } from './decode.js';
import { UsageError, type Io } from './io.js';

/** Bytes of a file that is read whole: far more than anybody writes by hand. */
const MOST_BYTES = 64_000_000;

/**
 * A file that the user named, `-` for standard input. UTF-16 is read where
 * nothing is written back.
 * @throws UsageError with one sentence for what cannot be read as text
 */
export async function readSource(file: string, io: Io): Promise<Source> {
  if (file === '-') return { file: '<stdin>', text: await io.read() };
  const bytes = await bytesOf(file);
  if (markedEncoding(bytes) !== null)
    throw new UsageError(`${file}: it is in UTF-16: save it as UTF-8.`);
  return { file, text: textOf(bytes, file) };
}

/**
 * The same for what is only read: contracts, API documents, pasted texts.
 * @throws UsageError with one sentence for what cannot be read as text
 */
export async function readInput(file: string, io: Io): Promise<Source> {
  if (file !== '-') return { file, text: textOf(await bytesOf(file), file) };
  const text = await io.read(MOST_BYTES);
  if (text.length >= MOST_BYTES) throw new UsageError(tooLarge('standard input'));
  return { file: '<stdin>', text };
}

function tooLarge(file: string): string {
  return `${file}: more than ${MOST_BYTES / 1e6} MB are not read.`;
}

function textOf(bytes: Uint8Array, file: string): string {
  const { text, problem } = decodeText(bytes);
  if (text === null) throw new UsageError(`${file}: ${problem}.`);
  return text;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new UsageError(tooLarge(file));
    return await readFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: ${whyUnread(error)}.`);
  }
}

/**
 * Why a file cannot be read: the end of a sentence.
 * @throws what is no error of the file system
 */
export function whyUnread(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'this is a folder, not a file' : `cannot be read (${code})`;
}
