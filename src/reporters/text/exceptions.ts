import type { Uncovered } from '../../fix/index.js';
import { paragraph } from './layout.js';
import type { Style } from './style.js';

/** As many are shown; a file of many servers has more. */
const SHOWN = 5;

/** What a check leaves out, below the sentence that says so. */
export function exceptions(
  uncovered: readonly Uncovered[],
  indent: string,
  safe: (text: string) => string,
  style: Style,
): string[] {
  const more = uncovered.length - SHOWN;
  return [
    ...uncovered
      .slice(0, SHOWN)
      .map(({ line, message }) => `Line ${line} after the change: ${safe(message)}`),
    ...(more > 0 ? [`${more} more: whycors lint names them.`] : []),
  ].flatMap((text) => paragraph(text, indent, `${indent}  `, style));
}
