import type { HeaderList } from '../protocol/index.js';

/**
 * Headers that browsers send besides those of the protocol. Some gateways refuse what
 * does not look like a browser, and that refusal is not what we are after.
 */
export function browserHeaders(mode = 'cors'): HeaderList {
  return [
    ['User-Agent', 'Mozilla/5.0 (compatible; whycors)'],
    ['Sec-Fetch-Mode', mode],
    ['Sec-Fetch-Dest', 'empty'],
  ];
}
