import { isForbiddenRequestHeader, parseUrl } from '../../protocol/index.js';

/** What the headers of a copied request tell besides what the page set. */
export interface BrowserHeaders {
  /** Those that the page can have set. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly origin: string | null;
  readonly cookie: string | null;
  /** `sec-fetch-mode`. */
  readonly mode: string | null;
  /** Names of those that were taken out, lower-case. */
  readonly taken: readonly string[];
  /** What of that a page could have set, and a server would be asked about: a sentence. */
  readonly notes: readonly string[];
}

/** Set by browsers on every request, and safelisted or settable nevertheless: not the page's where they look so. */
const USUAL: Readonly<Record<string, RegExp>> = {
  accept: /^\*\/\*$|^text\/html,/,
  'accept-language': /^[\w*-]+(?:\s*,\s*[\w*-]+(?:;q=[\d.]+)?)*(?:;q=[\d.]+)?$/,
  'cache-control': /^(?:no-cache|max-age=0)$/,
  pragma: /^no-cache$/,
  priority: /^u=\d(?:, ?i)?$/,
  'upgrade-insecure-requests': /^1$/,
  'user-agent': /^Mozilla\//,
};

/**
 * Tells the browser's own headers from the page's in a copied request. Copied
 * from the network panel a request has all that went over the wire: of that the
 * page set nothing that is forbidden to it, and not what browsers always send.
 */
export function sortHeaders(
  given: readonly (readonly [name: string, value: string])[],
): BrowserHeaders {
  const headers: (readonly [string, string])[] = [];
  const taken: string[] = [];
  const value = (wanted: string): string | null =>
    given.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
  const copied = isCopied(given);
  for (const [name, text] of given) {
    const lower = name.toLowerCase();
    const pseudo = /^:?(?:authority|method|path|scheme)$/.test(lower);
    const own = pseudo || isForbiddenRequestHeader(lower, text) || lower === 'priority';
    if (own || (copied && USUAL[lower]?.test(text) === true)) taken.push(lower);
    else headers.push([name, text]);
  }
  const referer = parseUrl(value('referer') ?? '')?.origin ?? null;
  const doubtful = taken.filter((name) => /^(?:cache-control|pragma)$/.test(name));
  return {
    headers,
    notes:
      doubtful.length === 0
        ? []
        : [
            `Taken for the browser's own, which sends it when it does not want to use its cache: ${doubtful.join(', ')}. If the page sets it, add it with -H.`,
          ],
    origin: value('origin') ?? (referer === 'null' ? null : referer),
    cookie: value('cookie'),
    mode: value('sec-fetch-mode'),
    taken,
  };
}

/**
 * Whether a browser sent it: people who write requests by hand send no fetch
 * metadata, and do not set both of the headers that each browser sends along.
 * (Chromium's "Copy as fetch" has nothing else of its own.)
 */
export function isCopied(given: readonly (readonly [name: string, value: string])[]): boolean {
  const has = (wanted: RegExp): boolean => given.some(([name]) => wanted.test(name));
  return (
    has(/^sec-(?:fetch|ch-ua)/i) ||
    (has(/^accept$/i) && has(/^accept-language$/i)) ||
    given.some(([name, value]) => /^user-agent$/i.test(name) && value.startsWith('Mozilla/'))
  );
}
