import {
  isLoopbackHost,
  isToken,
  parseUrl,
  type CredentialsMode,
  type FetchRequest,
  type Header,
  type RedirectMode,
  type RequestMode,
} from '../../protocol/index.js';
import type { InputProblem } from '../problem.js';

/** The options of the command that make up the call, as typed. */
export interface CallOptions {
  readonly method?: string;
  readonly header?: readonly string[];
  readonly data?: string;
  readonly user?: string;
  readonly cookie?: string;
  readonly credentials?: string;
  readonly mode?: string;
  readonly redirect?: string;
  readonly xhr?: boolean;
}

/** How the options of a call are spelled where the user writes them, for what is said about them. */
export interface CallSpelling {
  readonly url: string;
  readonly method: string;
  readonly header: string;
  readonly credentials: string;
  readonly mode: string;
  readonly redirect: string;
  readonly xhr: string;
  readonly cookie: string;
  /** What sends a body's type, and what sends cookies along. */
  readonly contentType: string;
  readonly include: string;
}

const ON_THE_COMMAND_LINE: CallSpelling = {
  url: 'URL',
  method: '--method',
  header: '--header',
  credentials: '--credentials',
  mode: '--mode',
  redirect: '--redirect',
  xhr: '--xhr',
  cookie: '-b',
  contentType: '-H "Content-Type: …"',
  include: '--credentials include',
};

/** The call as the page makes it. */
export interface CallReading {
  readonly request: FetchRequest | null;
  /** What goes into the cookie jar for the request's URL, as in a Cookie header. */
  readonly cookie: string | null;
  readonly notes: readonly string[];
  readonly problems: readonly InputProblem[];
}

const CREDENTIALS: readonly CredentialsMode[] = ['omit', 'same-origin', 'include'];
const MODES: readonly RequestMode[] = ['cors', 'no-cors', 'same-origin'];
const REDIRECTS: readonly RedirectMode[] = ['follow', 'error', 'manual'];

/** The call that a command line describes. Every problem at once. */
export function readCall(
  typedUrl: string,
  options: CallOptions,
  spelled: CallSpelling = ON_THE_COMMAND_LINE,
): CallReading {
  const problems: InputProblem[] = [];
  const notes: string[] = [];
  const url = readUrl(typedUrl, spelled.url, notes, problems);
  const headers = readHeaders(options.header ?? [], spelled.header, problems);
  if (options.user !== undefined) addAuthorization(headers, options.user);
  const body = options.data ?? null;
  const method = options.method ?? (body === null ? 'GET' : 'POST');
  if (!isToken(method)) {
    problems.push({
      path: spelled.method,
      message: `"${method}" is no HTTP method: write a name such as PUT.`,
    });
  }
  const credentials = oneOf(
    spelled.credentials,
    options.credentials,
    CREDENTIALS,
    'same-origin',
    problems,
  );
  const mode = oneOf(spelled.mode, options.mode, MODES, 'cors', problems);
  const redirect = oneOf(spelled.redirect, options.redirect, REDIRECTS, 'follow', problems);
  if (options.xhr && (mode !== 'cors' || redirect !== 'follow')) {
    problems.push({
      path: spelled.xhr,
      message: `XMLHttpRequest knows neither ${spelled.mode} nor ${spelled.redirect}: leave them out.`,
    });
  }
  if (body !== null && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    notes.push(
      `A body given to fetch() as text is sent as text/plain;charset=UTF-8: add ${spelled.contentType} for another type.`,
    );
  }
  if (options.cookie !== undefined && credentials !== 'include') {
    notes.push(
      `Cookies go to another origin only with ${spelled.include}: ${spelled.cookie} is not sent there.`,
    );
  }
  const request: FetchRequest = {
    url,
    method,
    headers,
    credentials,
    mode,
    redirect,
    body,
    initiator: options.xhr ? 'xhr' : 'fetch',
  };
  return {
    request: problems.length === 0 ? request : null,
    cookie: options.cookie ?? null,
    notes,
    problems,
  };
}

function readUrl(typed: string, path: string, notes: string[], problems: InputProblem[]): string {
  const trimmed = typed.trim();
  if (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ||
    /^(data|blob|about|file|mailto|javascript):/i.test(trimmed)
  ) {
    if (parseUrl(trimmed) === null) {
      problems.push({ path, message: `"${typed}" is no URL: check host and port.` });
    }
    return trimmed;
  }
  const host = /^(\[[^\]]*\]|[^:/?#]*)/.exec(trimmed)![1]!.toLowerCase();
  const plain = isLoopbackHost(host) || /^[\d.]+$/.test(host) || host.startsWith('[');
  const url = `${plain ? 'http' : 'https'}://${trimmed}`;
  if (host === '' || /\s/.test(trimmed) || parseUrl(url) === null) {
    problems.push({
      path,
      message: `"${typed}" is no URL: write it whole, such as https://api.example.com/orders.`,
    });
    return trimmed;
  }
  notes.push(`No scheme was given: ${url} is assumed.`);
  return url;
}

/** `Name: value`; `Name;` for an empty value, as with curl. https://curl.se/docs/manpage.html#-H */
function readHeaders(lines: readonly string[], path: string, problems: InputProblem[]): Header[] {
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const empty = colon < 0 && line.endsWith(';');
    const name = (colon >= 0 ? line.slice(0, colon) : line.slice(0, -1)).trim();
    if ((colon < 0 && !empty) || !isToken(name)) {
      problems.push({
        path,
        // The first word alone: the rest may be a secret.
        message: `"${line.trim().split(/\s/, 1)[0]}" does not start a header: write it as "Name: value".`,
      });
    } else {
      headers.push([name, empty ? '' : line.slice(colon + 1).trim()]);
    }
  }
  return headers;
}

/** -u is an Authorization header that the page sets. https://httpwg.org/specs/rfc7617.html */
function addAuthorization(headers: Header[], user: string): void {
  const bytes = Buffer.from(user.includes(':') ? user : `${user}:`, 'utf8');
  headers.push(['Authorization', `Basic ${bytes.toString('base64')}`]);
}

function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  allowed: readonly T[],
  otherwise: T,
  problems: InputProblem[],
): T {
  if (value === undefined) return otherwise;
  const found = allowed.find((item) => item === value);
  if (found !== undefined) return found;
  problems.push({ path: option, message: `"${value}" is not one of ${allowed.join(', ')}.` });
  return otherwise;
}
