import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Fix } from '../../fix/index.js';
import type { Source } from '../../targets/index.js';
import { UsageError, type Io } from '../io.js';

/**
 * Puts a checked change into the user's file: the old text stays in a file
 * beside it, the new one comes in one step.
 * @throws UsageError when the change is not one to write, or the file has changed meanwhile
 */
export async function writeFix({ before, after, check, emission }: Fix, io: Io): Promise<void> {
  if (before === null || emission.kind === 'cannot' || after === null || after === before.text)
    return;
  if (check !== 'allowed')
    throw new UsageError(
      `--write: the change of ${before.file} did not pass its check; nothing was written.`,
    );
  await writeText(before, after, io);
}

/**
 * The same for any text of a file that was read as it was then.
 * @throws UsageError when the file has changed meanwhile or cannot be written
 */
export async function writeText(before: Source, after: string, io: Io): Promise<void> {
  const { file } = before;
  if (!readFileSync(file).equals(Buffer.from(before.text)))
    throw new UsageError(
      `--write: ${file} is not UTF-8, or was changed while whycors ran; nothing was written.`,
    );
  const backup = freeName(`${file}.before-whycors`);
  const fresh = join(dirname(file), `.${basename(file)}.whycors-${process.pid}`);
  try {
    copyFileSync(file, backup);
    writeFileSync(fresh, after, { mode: statSync(file).mode });
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    const { code = 'error' } = error as NodeJS.ErrnoException;
    throw new UsageError(`--write: ${file} cannot be written (${code}); it is as it was.`);
  }
  io.err(`${file} was changed; what it was is in ${backup}.\n`);
}

/** The name, or with a number behind it where that is taken: no older text is lost. */
function freeName(name: string): string {
  for (let count = 1; ; count++) {
    const free = count === 1 ? name : `${name}-${count}`;
    if (!existsSync(free)) return free;
  }
}
