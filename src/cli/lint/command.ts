import { escapeControls } from '../../reporters/index.js';
import type { Finding } from '../../reporters/lint/index.js';
import type { FileTarget, Source } from '../../targets/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { readSource } from '../read-source.js';
import { fileTargetNamed, targetOf } from '../targets.js';
import { findings } from './findings.js';
import { formatNamed, writeFindings } from './write.js';

export interface LintOptions {
  readonly target?: string;
  readonly format?: string;
  readonly color?: boolean;
}

/**
 * `whycors lint`: what is wrong with CORS in configurations. A file that cannot
 * be used is named on standard error and costs only itself.
 * @returns the exit code: 2 when any file could not be used, else 1 when there are errors
 */
export async function lintCommand(
  files: readonly string[],
  options: LintOptions,
  io: Io,
): Promise<number> {
  const format = formatNamed(options.format);
  const target = options.target === undefined ? null : fileTargetNamed(options.target, '--target');
  const found: Finding[] = [];
  let read = 0;
  for (const file of files) {
    try {
      const source = await readSource(file, io);
      found.push(...findings(source, target ?? recognised(source)));
      read++;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      for (const line of error.message.split('\n')) io.err(`whycors: ${escapeControls(line)}\n`);
    }
  }
  const text = writeFindings(found, read, format, options, io);
  if (text !== '') await io.out(`${text}\n`);
  if (read < files.length) return EXIT.usage;
  return found.some(({ severity }) => severity === 'error') ? EXIT.blocked : EXIT.allowed;
}

function recognised(source: Source): FileTarget {
  const target = targetOf(source);
  if (target !== null) return target;
  throw new UsageError(
    `${source.file}: it is not clear what this configures: name it with --target (whycors policy --for list has the names).`,
  );
}
