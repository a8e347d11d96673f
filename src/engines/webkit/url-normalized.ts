import type { EngineDecision } from '../engine.js';

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/** What need not be escaped is not, and hexadecimal digits are upper-case. */
function normalized(url: string): string {
  return url.replace(/%[0-9A-Fa-f]{2}/g, (escape) => {
    const text = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return UNRESERVED.test(text) ? text : escape.toUpperCase();
  });
}

/** The network library normalizes URLs. */
export const urlNormalized: EngineDecision = {
  id: 'url-normalized',
  what: 'Escapes of letters, digits and -._~ in a URL are undone in the request, and those of other bytes are written in upper case; by the URL Standard they stay as they are.',
  source: 'measured with WebKitGTK 2.50 (libsoup, GUri); not measured on Safari',
  scenario: 'url-with-escapes',
  behaviour: { urlOnWire: normalized },
};
