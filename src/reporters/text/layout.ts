import { stripVTControlCharacters } from 'node:util';
import type { Style } from './style.js';

/**
 * Splits prose into lines of at most `width` columns; a word that is longer stands alone.
 * @param firstWidth columns of the first line, where that has fewer
 */
export function wrap(text: string, width: number, firstWidth = width): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words(text)) {
    const room = lines.length === 0 ? firstWidth : width;
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Words; what stands in backticks and is short stays together, so that a header is not broken. */
function words(text: string): string[] {
  return text.match(/[^\s`]*`[^`]{1,60}`[^\s`]*|\S+/g) ?? [];
}

/** Prose in a hanging indent, backticks shown as code. */
export function paragraph(text: string, first: string, rest: string, style: Style): string[] {
  const room = (prefix: string): number => style.width - stripVTControlCharacters(prefix).length;
  return wrap(text, room(rest), room(first)).map(
    (line, index) => (index === 0 ? first : rest) + showCode(line, style),
  );
}

/** Backticks become colour; without colours they stay, to mark where a value begins and ends. */
export function showCode(line: string, style: Style): string {
  return line.replace(/`([^`]*)`/g, (marked, inner: string) => {
    const coloured = style.code(inner);
    return coloured === inner ? marked : coloured;
  });
}

/** A heading of the report. */
export function heading(text: string, style: Style): string[] {
  return ['', style.bold(text)];
}
