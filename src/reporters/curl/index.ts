import { wireName } from '../../protocol/index.js';
import { MASK, type Masker } from '../mask.js';
import type { Report } from '../report.js';

/** curl commands that repeat each network request by hand, quoted for a POSIX shell. */
export function curlCommands(report: Report, masker: Masker): string[] {
  return report.exchanges.map(({ request }) => {
    const words = ['curl', '-i'];
    // Brackets and braces in a URL are patterns to curl: https://curl.se/docs/manpage.html#-g
    if (/[[\]{}]/.test(request.url.replace(/^[^/]*\/\/[^/]*/, ''))) words.push('-g');
    if (request.method === 'HEAD') words.push('-I');
    else if (request.method !== 'GET' || request.body !== null)
      words.push('-X', shellQuote(request.method));
    for (const header of request.headers) {
      if (header[0] === 'accept') continue;
      const [name, value] = masker.header(header);
      words.push(
        '-H',
        shellQuote(value === '' ? `${wireName(name)};` : `${wireName(name)}: ${value}`),
      );
    }
    if (request.body !== null) words.push('--data-raw', shellQuote(masker.text(request.body)));
    words.push(shellQuote(masker.text(request.url)));
    return words.join(' ');
  });
}

/** One word for a POSIX shell: single quotes, and `'\''` for a quote within. */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_./:@%+=,-]+$/.test(word) && !word.includes(MASK)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
