import {
  nameIs,
  wireName,
  type Failure,
  type Header,
  type HeaderList,
} from '../../protocol/index.js';
import { escapeControls } from '../escape.js';
import type { Masker } from '../mask.js';
import { wrongAt } from '../wrong-part.js';
import type { Style } from './style.js';

/** A header as sent, masked and safe for a terminal. */
export function headerText(header: Header, masker: Masker): string {
  const [name, value] = masker.header(header);
  return `${escapeControls(wireName(name))}: ${escapeControls(value)}`;
}

/**
 * The offending header of a failure as sent, with a caret under the byte that
 * makes it wrong. Nothing where the fault is that there is no such header.
 */
export function markedHeader(
  failure: Failure,
  headers: HeaderList,
  indent: string,
  masker: Masker,
  style: Style,
): string[] {
  const { header } = failure.details;
  if (header === undefined) return [];
  const sent = headers.filter(([name]) => nameIs(name, header));
  return sent.flatMap((line, index) => {
    const text = headerText(line, masker);
    const at = wrongAt(line[1], index, sent.length, failure);
    if (at === null) return [indent + text];
    const before = escapeControls(line[0]).length + 2 + escapeControls(line[1].slice(0, at)).length;
    return [indent + text, indent + ' '.repeat(before) + style.bad('^')];
  });
}
