import { parseUrl } from '../../protocol/index.js';

type Pair = readonly [name: string, value: string];

/** What of an entry is about CORS. */
export interface HarEntry {
  readonly started: string;
  readonly method: string;
  /** Without fragment. */
  readonly url: string;
  readonly requestHeaders: readonly Pair[];
  readonly cookies: number;
  readonly body: string | null;
  /** 0 where the browser has no response for the page. */
  readonly status: number;
  readonly responseHeaders: readonly Pair[];
  /** `net::ERR_FAILED` and the like. */
  readonly error: string | null;
  /** Chromium's: fetch, xhr, preflight, font … */
  readonly type: string | null;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads an entry of JSON; null for what is none. */
export function readEntry(json: string): HarEntry | null {
  try {
    return entryOf(JSON.parse(json));
  } catch {
    return null;
  }
}

/** The same for what was parsed. */
export function entryOf(value: unknown): HarEntry | null {
  const entry = record(value);
  const request = record(entry['request']);
  const response = record(entry['response']);
  const url = parseUrl(text(request['url']) ?? '');
  if (url === null) return null;
  const { cookies } = request;
  return {
    started: text(entry['startedDateTime']) ?? '',
    method: text(request['method']) ?? 'GET',
    url: url.href.replace(/#.*/s, ''),
    requestHeaders: pairs(request['headers']),
    cookies: Array.isArray(cookies) ? cookies.length : 0,
    body: text(record(request['postData'])['text']),
    status: typeof response['status'] === 'number' ? response['status'] : 0,
    responseHeaders: pairs(response['headers']),
    error: text(response['_error']) ?? text(entry['_error']),
    type: text(entry['_resourceType']) ?? text(entry['_initiator_type']),
  };
}

/** A value of a request-header, or null. */
export function sentHeader(
  { requestHeaders }: Pick<HarEntry, 'requestHeaders'>,
  wanted: string,
): string | null {
  return valueOf(requestHeaders, wanted);
}

/** A value of a response-header, or null. */
export function gotHeader(
  { responseHeaders }: Pick<HarEntry, 'responseHeaders'>,
  wanted: string,
): string | null {
  return valueOf(responseHeaders, wanted);
}

function valueOf(headers: readonly Pair[], wanted: string): string | null {
  for (const [name, value] of headers)
    if (name.length === wanted.length && name.toLowerCase() === wanted) return value;
  return null;
}

function pairs(value: unknown): readonly Pair[] {
  const found: Pair[] = [];
  if (!Array.isArray(value)) return found;
  for (const item of value) {
    const { name, value: said } = record(item);
    if (typeof name === 'string' && typeof said === 'string') found.push([name, said]);
  }
  return found;
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
