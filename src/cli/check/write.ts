import { appendFile, writeFile } from 'node:fs/promises';
import { createStyle } from '../../reporters/index.js';
import {
  checkAnnotations,
  checkFindings,
  checkHtml,
  checkJson,
  checkJunit,
  checkMarkdown,
  checkText,
  type CheckReport,
} from '../../reporters/check/index.js';
import { lintGithub, lintSarif } from '../../reporters/lint/index.js';
import { UsageError, type Io } from '../io.js';
import { VERSION } from '../version.generated.js';

export const FORMATS = ['text', 'json', 'junit', 'sarif', 'github', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** A report and where it goes; null is standard output. */
export interface Output {
  readonly format: Format;
  readonly file: string | null;
}

/**
 * Reads `junit=report.xml`, or a format alone for standard output.
 * @throws UsageError with the list of formats
 */
export function outputOf(typed: string): Output {
  const [name = '', file] = typed.split(/=(.*)/s);
  const format = FORMATS.find((each) => each === name);
  if (format === undefined)
    throw new UsageError(`--report: "${name}" is not one of ${FORMATS.join(', ')}.`);
  return { format, file: file === undefined || file === '' ? null : file };
}

/** Writes all reports; the summary of a GitHub job goes where GitHub wants it. */
export async function writeReports(
  report: CheckReport,
  outputs: readonly Output[],
  color: boolean | undefined,
  io: Io,
): Promise<void> {
  for (const { format, file } of outputs) {
    const text = render(report, format, file === null ? color : false, io);
    if (file === null) {
      if (text !== '') await io.out(`${text}\n`);
    } else await save(file, `${text}\n`);
  }
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && outputs.some(({ format }) => format === 'github'))
    await appendFile(summary, `${checkMarkdown(report)}\n`);
}

function render(report: CheckReport, format: Format, color: boolean | undefined, io: Io): string {
  switch (format) {
    case 'text':
      return checkText(report, createStyle(color === false ? false : io.colour, io.columns));
    case 'json':
      return checkJson(report);
    case 'junit':
      return checkJunit(report);
    case 'sarif':
      return lintSarif(checkFindings(report), VERSION);
    case 'github':
      return lintGithub(checkAnnotations(report));
    case 'markdown':
      return checkMarkdown(report);
    case 'html':
      return checkHtml(report);
  }
}

async function save(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`--report: ${file} cannot be written (${code}).`);
  }
}
