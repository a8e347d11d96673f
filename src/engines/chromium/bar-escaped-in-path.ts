import type { EngineDecision } from '../engine.js';

/** A URL as Chromium writes it, with no bar in its path. */
export function barsEscaped(url: string): string {
  if (!url.includes('|')) return url;
  return url.replace(/^[^?#]*/, (path) => path.replaceAll('|', '%7C'));
}

/** A path may not have a bar. */
export const barEscapedInPath: EngineDecision = {
  id: 'bar-escaped-in-path',
  what: 'A | in the path of a URL is escaped as %7C; by the URL Standard it stays as it is.',
  source: 'url/url_canon_path.cc; measured with Chromium 156',
  scenario: 'url-with-escapes',
  behaviour: { urlOnWire: barsEscaped },
};
