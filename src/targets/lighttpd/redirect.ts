import type { Span } from '../target.js';
import { compilePattern } from '../support/pattern.js';
import type { Setting } from './contexts.js';
import { groupsOf, type Asked } from './matching.js';

/** Where a `url.redirect` leads; null where no entry matches, or an empty target lets the request go on. */
export function redirection(
  list: Setting,
  asked: Asked,
): { readonly location: string; readonly span: Span } | null {
  const { url } = asked;
  const around = groupsOf(list.context, asked);
  const subject = url.pathname + url.search;
  for (const { key, value, span } of list.items) {
    const match = compilePattern(key ?? '', false)?.exec(subject);
    if (match == null) continue;
    if (value === null || value === '') return null;
    const location = value
      .replaceAll(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')
      .replaceAll(/%(\d)/g, (_, group: string) => around[Number(group)] ?? '')
      .replaceAll('${url.authority}', url.host)
      .replaceAll('${url.scheme}', url.protocol.slice(0, -1))
      .replaceAll('${url.path}', url.pathname)
      .replace(/^(.*)\$\{qsa\}/s, (_, before: string) =>
        before.includes('?') ? before + url.search.replace('?', '&') : before + url.search,
      );
    return { location, span };
  }
  return null;
}
