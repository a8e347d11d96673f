import { parseUrl } from '../../protocol/index.js';
import type { JudgedCall } from './judge.js';

/** A URL with `{…}` for what looks like an identifier, without its query. */
export function pathShape(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === null) return url;
  const path = parsed.pathname
    .split('/')
    .map((part) => (isIdentifier(part) ? '{…}' : part))
    .join('/');
  return parsed.origin + path + (parsed.search === '' ? '' : '?…');
}

function isIdentifier(part: string): boolean {
  return (
    /^\d+$/.test(part) || /^[0-9a-f-]{16,}$/i.test(part) || (part.length > 20 && /\d/.test(part))
  );
}

/** What makes refusals the same. */
export function failureKey({ report }: JudgedCall): string {
  const { failure } = report.main.outcome;
  const cause = report.causes[0]?.rule ?? '';
  return `${failure?.code ?? ''} ${failure?.during ?? ''} ${cause}`;
}
