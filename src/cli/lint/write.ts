import { createStyle } from '../../reporters/index.js';
import {
  lintGithub,
  lintJson,
  lintSarif,
  lintText,
  type Finding,
} from '../../reporters/lint/index.js';
import { UsageError, type Io } from '../io.js';
import { VERSION } from '../version.generated.js';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
type Format = (typeof FORMATS)[number];

/**
 * The format of that name; text where none is named.
 * @throws UsageError with the list
 */
export function formatNamed(format = 'text'): Format {
  const known = FORMATS.find((each) => each === format);
  if (known === undefined)
    throw new UsageError(`--format: "${format}" is not one of ${FORMATS.join(', ')}.`);
  return known;
}

/** Findings as they go to standard output, without a final line feed. */
export function writeFindings(
  found: readonly Finding[],
  read: number,
  format: Format,
  options: { readonly color?: boolean },
  io: Io,
): string {
  switch (format) {
    case 'json':
      return lintJson(found);
    case 'sarif':
      return lintSarif(found, VERSION);
    case 'github':
      return lintGithub(found);
    case 'text': {
      const style = createStyle(options.color === false ? false : io.colour, io.columns);
      return read === 0 ? '' : lintText(found, read, style);
    }
  }
}
