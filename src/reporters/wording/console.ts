import { askableUrl } from '../../inputs/console/assemble.js';
import type { CorsMessage } from '../../inputs/console/types.js';
import { ENGINES } from '../../engines/index.js';
import { code } from './wording.js';

/** "Chromium refused PUT https://api.example/orders at the preflight". Bytes from the text are not escaped. */
export function refusalPhrase(message: CorsMessage): string {
  const who = message.engine === null ? 'The browser' : ENGINES[message.engine].title;
  const call = [message.method, message.url].filter((word) => word !== null).join(' ');
  const place = message.during === null ? '' : ` at the ${message.during}`;
  return `${who} refused ${call === '' ? 'a call' : call}${place}`;
}

/** What the text does not tell, and how to see it: one sentence each. */
export function unknowns(message: CorsMessage): string[] {
  const { codes, url, urlComplete, origin, method, during, engine } = message;
  const list: string[] = [];
  if (codes.length === 0) {
    list.push('The reason is not in the text: copy the line to its end.');
  } else if (codes.length > 1) {
    list.push(
      `The line does not tell apart ${codes.map(code).join(', ')}: the response’s headers in the Network tab do.`,
    );
  }
  if (url === null) {
    list.push(
      engine === 'webkit'
        ? 'The URL is not in the text: WebKit prints it in the next line ("… due to access control checks").'
        : 'The URL is not in the text: copy the line from its beginning.',
    );
  } else if (!urlComplete && askableUrl(message) === null) {
    list.push('The URL is not whole in the text: the Network tab has all of it.');
  }
  if (origin === null) {
    list.push(
      'The page’s origin is not in the text: it is scheme, host and port in the address bar.',
    );
  }
  if (method === null) list.push('The method is not in the text: the Network tab shows it.');
  if (during === null && codes.length > 0) {
    list.push(
      'Whether the preflight (OPTIONS) or the response was refused is not in the text: the Network tab shows both.',
    );
  }
  return list;
}
