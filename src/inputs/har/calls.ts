import { parseUrl } from '../../protocol/index.js';
import { sortHeaders } from '../pasted/browser-headers.js';
import { gotHeader, sentHeader, type HarEntry } from './entry.js';

/** A cross-origin request of a page, with what was recorded for it. */
export interface HarCall {
  readonly entry: HarEntry;
  readonly origin: string;
  /** Headers that the page set, as far as that can be told. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: 'same-origin' | 'include';
  /** The preflight's entry; null where none was recorded. */
  readonly preflight: HarEntry | null;
  /** Where its redirects led, in order: entries of their own. */
  readonly hops: readonly HarEntry[];
}

/** Entries that are waited for before a request is judged without its preflight or redirects. */
const WINDOW = 400;

/** Redirects of one call: https://fetch.spec.whatwg.org/#http-redirect-fetch stops at 20, too. */
const MOST_HOPS = 20;

/** An entry and its place in the file. */
interface Placed {
  readonly entry: HarEntry;
  readonly at: number;
}

/** A request that waits for what belongs to it. */
interface Waiting extends Placed {
  readonly hops: HarEntry[];
}

/**
 * Pairs requests with their preflights and redirects as they come. Browsers write
 * these as entries of their own, before or behind the request, or not at all.
 */
export class CallPairer {
  #next = 0;
  readonly #waiting: Waiting[] = [];
  /** Preflights that belong to no request yet, by method and URL. */
  readonly #preflights = new Map<string, Placed[]>();
  /** Requests whose redirect leads to this URL and has not been seen there yet. */
  readonly #redirected = new Map<string, Waiting[]>();

  /** Takes the next entry. @returns calls for which no more is waited */
  push(entry: HarEntry): HarCall[] {
    const at = this.#next++;
    const method = preflightFor(entry);
    if (method !== null) put(this.#preflights, keyOf(method, entry.url), { entry, at });
    else if (!this.#isHop(entry) && isCors(entry)) {
      const waiting = { entry, at, hops: [] };
      this.#waiting.push(waiting);
      this.#expectHop(waiting, entry);
    }
    if (at % WINDOW === 0) this.#forget(at - WINDOW);
    // Half of the window is left for a preflight that stands behind its request.
    const [first] = this.#waiting;
    return first !== undefined && first.at <= at - WINDOW / 2
      ? [this.#take(this.#waiting.shift()!)]
      : [];
  }

  /** The calls that are left. */
  end(): HarCall[] {
    return this.#waiting.splice(0).map((waiting) => this.#take(waiting));
  }

  #isHop(entry: HarEntry): boolean {
    const from = this.#redirected.get(entry.url)?.shift();
    if (from === undefined) return false;
    from.hops.push(entry);
    this.#expectHop(from, entry);
    return true;
  }

  #expectHop(waiting: Waiting, { status, url, ...entry }: HarEntry): void {
    if (status < 300 || status >= 400 || waiting.hops.length >= MOST_HOPS) return;
    const target = parseUrl(gotHeader(entry, 'location') ?? '', url);
    if (target !== null) put(this.#redirected, target.href.replace(/#.*/s, ''), waiting);
  }

  /** Drops what stands so far back that nothing can belong to it any more. */
  #forget(before: number): void {
    for (const map of [this.#preflights, this.#redirected] as Map<string, Placed[]>[])
      for (const [key, list] of map) {
        const kept = list.filter(({ at }) => at > before);
        if (kept.length === 0) map.delete(key);
        else map.set(key, kept);
      }
  }

  #take({ entry, at, hops }: Waiting): HarCall {
    const sorted = sortHeaders(entry.requestHeaders);
    const cookies = entry.cookies > 0 || sentHeader(entry, 'cookie') !== null;
    return {
      entry,
      origin: originOf(entry) ?? 'null',
      headers: sorted.headers,
      credentials: cookies ? 'include' : 'same-origin',
      preflight: this.#preflightOf(entry, at),
      hops,
    };
  }

  /** The nearest OPTIONS for the same URL and method that belongs to no other request. */
  #preflightOf(entry: HarEntry, at: number): HarEntry | null {
    const list = this.#preflights.get(keyOf(entry.method, entry.url)) ?? [];
    let best = -1;
    for (const [index, each] of list.entries()) {
      const far = Math.abs(each.at - at);
      if (far < WINDOW && (best === -1 || far < Math.abs(list[best]!.at - at))) best = index;
    }
    return best === -1 ? null : list.splice(best, 1)[0]!.entry;
  }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function keyOf(method: string, url: string): string {
  return `${method} ${url}`;
}

/** The method that an entry asks for, where it is a CORS-preflight. */
function preflightFor(entry: HarEntry): string | null {
  return entry.method === 'OPTIONS' ? sentHeader(entry, 'access-control-request-method') : null;
}

/** Whether an entry is a request under CORS to another origin: made by fetch, XMLHttpRequest or a font. */
function isCors(entry: HarEntry): boolean {
  if (entry.type === 'preflight' || !/^https?:/.test(entry.url)) return false;
  const mode = sentHeader(entry, 'sec-fetch-mode');
  if (mode !== null && mode !== 'cors') return false;
  const sent = sentHeader(entry, 'origin');
  if (mode === null && sent === null && !/^(?:fetch|xhr)$/.test(entry.type ?? '')) return false;
  const origin = originOf(entry);
  return origin !== null && parseUrl(entry.url)?.origin !== origin;
}

function originOf(entry: HarEntry): string | null {
  const origin = sentHeader(entry, 'origin');
  if (origin !== null) return origin;
  const referer = parseUrl(sentHeader(entry, 'referer') ?? '');
  return referer === null || referer.origin === 'null' ? null : referer.origin;
}
