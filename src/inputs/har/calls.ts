import { parseUrl } from '../../protocol/index.js';
import { sortHeaders } from '../pasted/browser-headers.js';
import { sentHeader, type HarEntry } from './entry.js';

/** A cross-origin request of a page, with what was recorded for it. */
export interface HarCall {
  readonly entry: HarEntry;
  readonly origin: string;
  /** Headers that the page set, as far as that can be told. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: 'same-origin' | 'include';
  /** The preflight's entry; null where none was recorded. */
  readonly preflight: HarEntry | null;
}

/** Entries that are waited for before a request is judged without its preflight or redirects. */
const WINDOW = 400;

/**
 * Pairs requests with their preflights as they come, which browsers write as
 * entries of their own, before or behind the request, or not at all.
 */
export class CallPairer {
  readonly #recent: HarEntry[] = [];
  readonly #waiting: HarEntry[] = [];
  readonly #used = new Set<HarEntry>();

  /** Takes the next entry. @returns calls for which no more is waited */
  push(entry: HarEntry): HarCall[] {
    this.#recent.push(entry);
    if (isCors(entry)) this.#waiting.push(entry);
    if (this.#recent.length <= WINDOW) return [];
    const old = this.#recent.shift();
    if (old !== undefined) this.#used.delete(old);
    const due = this.#waiting[0] === this.#recent[WINDOW >> 1] || this.#waiting[0] === old;
    return due ? [this.#take(this.#waiting.shift()!)] : [];
  }

  /** The calls that are left. */
  end(): HarCall[] {
    return this.#waiting.splice(0).map((entry) => this.#take(entry));
  }

  /** Entries around the last that was taken: where redirects are looked up. */
  get around(): readonly HarEntry[] {
    return this.#recent;
  }

  #take(entry: HarEntry): HarCall {
    const sorted = sortHeaders(entry.requestHeaders);
    const preflight = this.#preflightOf(entry);
    if (preflight !== null) this.#used.add(preflight);
    const cookies = entry.cookies > 0 || sentHeader(entry, 'cookie') !== null;
    return {
      entry,
      origin: originOf(entry) ?? 'null',
      headers: sorted.headers,
      credentials: cookies ? 'include' : 'same-origin',
      preflight,
    };
  }

  /** The nearest OPTIONS for the same URL and method that belongs to no other request. */
  #preflightOf(entry: HarEntry): HarEntry | null {
    const at = this.#recent.indexOf(entry);
    const fits = this.#recent
      .map((each, index) => ({ each, far: Math.abs(index - at) }))
      .filter(({ each }) => isPreflight(each) && each.url === entry.url && !this.#used.has(each))
      .filter(({ each }) => sentHeader(each, 'access-control-request-method') === entry.method);
    return fits.toSorted((a, b) => a.far - b.far)[0]?.each ?? null;
  }
}

/** Whether an entry is a CORS-preflight. */
function isPreflight(entry: HarEntry): boolean {
  return entry.method === 'OPTIONS' && sentHeader(entry, 'access-control-request-method') !== null;
}

/** Whether an entry is a request under CORS to another origin: made by fetch, XMLHttpRequest or a font. */
function isCors(entry: HarEntry): boolean {
  if (isPreflight(entry) || entry.type === 'preflight') return false;
  const origin = originOf(entry);
  if (origin === null || parseUrl(entry.url)?.origin === origin) return false;
  if (!/^https?:/.test(entry.url)) return false;
  const mode = sentHeader(entry, 'sec-fetch-mode');
  if (mode !== null) return mode === 'cors';
  return sentHeader(entry, 'origin') !== null || /^(?:fetch|xhr)$/.test(entry.type ?? '');
}

function originOf(entry: HarEntry): string | null {
  const origin = sentHeader(entry, 'origin');
  if (origin !== null) return origin;
  const referer = parseUrl(sentHeader(entry, 'referer') ?? '');
  return referer === null || referer.origin === 'null' ? null : referer.origin;
}
