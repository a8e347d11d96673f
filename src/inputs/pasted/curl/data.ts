import type { CurlPart } from './options.js';

/** The body that data options make, and the type that curl sends with it. */
export interface CurlBody {
  readonly body: string | null;
  readonly type: string | null;
  /** For -G: what goes into the query. */
  readonly query: string;
  /** What stands for the contents of files and forms, a sentence each. */
  readonly notes: readonly string[];
}

const FORM = 'application/x-www-form-urlencoded';

/** Puts -d, --json and -F together as curl does. Files are never read. */
export function curlBody(parts: readonly CurlPart[], get: boolean): CurlBody {
  const pieces: string[] = [];
  const notes: string[] = [];
  let type: string | null = null;
  const fields: string[] = [];
  for (const part of parts) {
    if (part.kind !== 'option') continue;
    const { name, value } = part;
    if (/^(?:-d|--data|--data-ascii|--data-binary)$/.test(name)) {
      if (value.startsWith('@')) notes.push(`The body is in a file (${value}), which is not read.`);
      pieces.push(value.startsWith('@') ? '' : value);
      type ??= FORM;
    } else if (name === '--data-raw') {
      pieces.push(value);
      type ??= FORM;
    } else if (name === '--data-urlencode') {
      pieces.push(urlencoded(value));
      type ??= FORM;
    } else if (name === '--json') {
      pieces.push(value);
      type = 'application/json';
    } else if (/^(?:-F|--form|--form-string)$/.test(name)) fields.push(value);
  }
  if (fields.length > 0) {
    notes.push('The form is sent as multipart/form-data; what is in its fields decides nothing.');
    const body = '--whycors--\r\n';
    return { body, type: 'multipart/form-data; boundary=whycors', query: '', notes };
  }
  if (pieces.length === 0) return { body: null, type: null, query: '', notes };
  const text = type === FORM ? pieces.filter((each) => each !== '').join('&') : pieces.join('');
  if (get) return { body: null, type: null, query: text, notes };
  return { body: text, type, query: '', notes };
}

/** `content`, `=content`, `name=content`: https://curl.se/docs/manpage.html#--data-urlencode */
function urlencoded(value: string): string {
  const equals = value.indexOf('=');
  const name = equals === -1 ? '' : value.slice(0, equals);
  const content = encodeURIComponent(value.slice(equals + 1));
  return name === '' ? content : `${name}=${content}`;
}
