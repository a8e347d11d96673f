import { readFile } from 'node:fs/promises';
import type { Source } from '../targets/index.js';
import { UsageError, type Io } from './io.js';

/**
 * A file that the user named, `-` for standard input.
 * @throws UsageError with one sentence for what cannot be read as text
 */
export async function readSource(file: string, io: Io): Promise<Source> {
  if (file === '-') return { file: '<stdin>', text: await io.read() };
  try {
    const text = await readFile(file, 'utf8');
    if (text.includes('\0')) throw new UsageError(`${file}: this is no text.`);
    return { file, text };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const what = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new UsageError(`${file}: ${what}.`);
  }
}
