import { wrap, showCode } from '../../reporters/text/layout.js';
import type { Style } from '../../reporters/index.js';

/** Markdown as the rule pages use it (headings, paragraphs, lists, fences) for a terminal. */
export function renderMarkdown(text: string, style: Style): string {
  const lines: string[] = [];
  let prose: string[] = [];
  let fenced = false;
  const flush = (): void => {
    if (prose.length === 0) return;
    const item = /^([-*]|\d+\.) /.exec(prose[0]!);
    const indent = item ? ' '.repeat(item[0].length) : '';
    const joined = prose
      .join(' ')
      .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1 ($2)')
      .replace(/\*\*([^*]+)\*\*/g, '$1');
    const wrapped = wrap(joined, style.width - indent.length);
    wrapped.forEach((line, index) =>
      lines.push((index === 0 ? '' : indent) + showCode(line, style)),
    );
    prose = [];
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) {
      flush();
      fenced = !fenced;
    } else if (fenced) {
      lines.push(`    ${style.code(line)}`);
    } else if (/^#{1,6} /.test(line)) {
      flush();
      lines.push(style.bold(line.replace(/^#+ /, '')));
    } else if (line.trim() === '') {
      flush();
      lines.push('');
    } else {
      if (/^([-*]|\d+\.) /.test(line)) flush();
      prose.push(line.trim());
    }
  }
  flush();
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
