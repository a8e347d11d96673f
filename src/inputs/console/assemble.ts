import { parseUrl, type FailureCode, type Initiator } from '../../protocol/index.js';
import type { ForeignEntry, PlaceEntry, ReasonEntry, SuffixEntry } from './entry.js';
import type { Hit } from './hits.js';
import type { ConsoleMessage, CorsMessage, ForeignMessage } from './types.js';

/** The six checks that preflight and response share. */
const SHARED: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'allow-origin-missing',
  'multiple-allow-origin-values',
  'invalid-allow-origin-value',
  'allow-origin-mismatch',
  'wildcard-origin-with-credentials',
  'allow-credentials-not-true',
]);

const NOTHING = {
  engine: null,
  url: null,
  urlComplete: false,
  origin: null,
  method: null,
  status: null,
} as const;

const NOTHING_OF_CORS: CorsMessage = {
  ...NOTHING,
  kind: 'cors',
  codes: [],
  meaning: null,
  during: null,
  redirectedFrom: null,
  initiator: null,
  header: null,
  value: null,
  cut: false,
};

/** Puts the parts of lines together to messages, in the order of the text. */
export function assemble(hits: readonly Hit[]): ConsoleMessage[] {
  const assembly = new Assembly();
  for (const hit of hits) assembly.take(hit);
  return assembly.end();
}

class Assembly {
  readonly #messages: ConsoleMessage[] = [];
  /** A place whose reason is still to come. */
  #place: { readonly hit: Hit; readonly entry: PlaceEntry } | null = null;
  #ofPreflight = false;

  take(hit: Hit): void {
    const entry = hit.entries[0]!;
    switch (entry.role) {
      case 'place':
        return entry.behind === true ? this.#behind(hit, entry) : this.#open(hit, entry);
      case 'suffix':
        return this.#suffix(hit, entry);
      case 'reason':
        return this.#reason(hit, entry);
      case 'foreign':
        return this.#foreign(hit, entry);
    }
  }

  end(): ConsoleMessage[] {
    this.#close();
    return this.#messages;
  }

  /** A place that no reason followed is a message of its own. */
  #close(): void {
    if (this.#place === null) return;
    const { hit, entry } = this.#place;
    this.#messages.push({
      ...placed(hit, entry),
      ...entry.alone,
      cut: entry.alone === undefined,
      ...(this.#ofPreflight ? { during: 'preflight' } : {}),
    });
    this.#place = null;
    this.#ofPreflight = false;
  }

  #open(hit: Hit, entry: PlaceEntry): void {
    this.#close();
    this.#place = { hit, entry };
  }

  /** WebKit names the URL behind the reason. */
  #behind(hit: Hit, entry: PlaceEntry): void {
    this.#close();
    const last = this.#messages.at(-1);
    const { url, urlComplete, initiator } = placed(hit, entry);
    if (last?.kind === 'cors' && last.engine === 'webkit' && last.url === null) {
      this.#replace({ ...last, url, urlComplete, initiator });
    } else if (last?.kind === 'foreign' && last.engine === 'webkit' && last.url === url) {
      return;
    } else this.#messages.push({ ...placed(hit, entry), ...entry.alone });
  }

  #suffix({ values }: Hit, entry: SuffixEntry): void {
    if (entry.during !== undefined) {
      this.#ofPreflight = true;
      return;
    }
    const last = this.#messages.at(-1);
    if (last === undefined) return;
    this.#replace({
      ...last,
      origin: last.origin ?? values['origin'] ?? null,
      status: last.status ?? statusOf(values),
    });
  }

  #reason(hit: Hit, entry: ReasonEntry): void {
    const reasons = hit.entries.filter((one) => one.role === 'reason');
    const place = this.#place;
    this.#place = null;
    const base = place ? placed(place.hit, place.entry) : NOTHING_OF_CORS;
    const last = this.#messages.at(-1);
    const repeats = last?.kind === 'cors' && last.engine === 'firefox' && last.url === base.url;
    if (entry.followUp === true && repeats) return this.#followed(last);
    const codes = [...new Set(reasons.flatMap((one) => one.codes))];
    const { values } = hit;
    this.#messages.push({
      ...base,
      engine: entry.engine,
      codes,
      meaning: reasons.length === 1 ? entry.meaning : null,
      during: entry.during ?? this.#duringOf(codes, place !== null && entry.engine === 'chromium'),
      origin: base.origin ?? values['origin'] ?? null,
      method: values['method'] ?? null,
      header: values['name']?.toLowerCase() ?? null,
      value: values['value'] ?? values['token'] ?? null,
      status: statusOf(values),
      cut: base.cut || hit.cut,
    });
    this.#ofPreflight = false;
  }

  /** Firefox says once more that the request failed after a refused preflight, or a refused redirect. */
  #followed(last: CorsMessage): void {
    const redirect = last.status === null || (last.status >= 300 && last.status < 400);
    if (last.during === null && !redirect) this.#replace({ ...last, during: 'preflight' });
  }

  /** Chromium says when it was the preflight. */
  #duringOf(codes: readonly FailureCode[], whole: boolean): 'preflight' | 'response' | null {
    if (this.#ofPreflight) return 'preflight';
    return whole && codes.every((code) => SHARED.has(code)) ? 'response' : null;
  }

  #foreign(hit: Hit, entry: ForeignEntry): void {
    // Chromium puts some of these behind "has been blocked by CORS policy".
    const place =
      entry.what === 'local-network-access' && this.#place
        ? placed(this.#place.hit, this.#place.entry)
        : null;
    if (place) this.#place = null;
    this.#close();
    const url = hit.values['url'] ?? place?.url ?? null;
    const message: ForeignMessage = {
      ...NOTHING,
      kind: 'foreign',
      what: entry.what,
      engine: entry.engine,
      url,
      urlComplete: isWhole(url, hit.open === 'url'),
      origin: place?.origin ?? null,
      status: statusOf(hit.values),
      error: null,
      codes: entry.codes ?? [],
    };
    this.#messages.push(message);
    this.#ofPreflight = false;
  }

  #replace(message: ConsoleMessage): void {
    this.#messages[this.#messages.length - 1] = message;
  }
}

/** What a place says. */
function placed(hit: Hit, entry: PlaceEntry): CorsMessage {
  const { values, open } = hit;
  const url = values['url'] ?? null;
  return {
    ...NOTHING_OF_CORS,
    engine: entry.engine,
    url,
    urlComplete: isWhole(url, open === 'url'),
    redirectedFrom: open === 'from' ? null : (values['from'] ?? null),
    origin: open === 'origin' ? null : (values['origin'] ?? null),
    initiator: initiatorOf(values['kind'] ?? entry.text),
    cut: hit.cut,
  };
}

function initiatorOf(text: string): Initiator | null {
  if (/^XMLHttpRequest\b/i.test(text)) return 'xhr';
  return /^fetch\b/i.test(text) ? 'fetch' : null;
}

/** The URL that the page asked for, where the text has all of it: it can be asked. */
export function askableUrl(message: ConsoleMessage): string | null {
  const from = message.kind === 'cors' ? message.redirectedFrom : null;
  if (from !== null) return isWhole(from, false) ? from : null;
  return message.urlComplete ? message.url : null;
}

/** Consoles shorten long URLs with an ellipsis. */
export function isWhole(url: string | null, open: boolean): boolean {
  if (url === null || open || url.includes('…') || url.endsWith('...')) return false;
  return /^https?:\/\//i.test(url) && parseUrl(url) !== null;
}

function statusOf(values: Readonly<Record<string, string>>): number | null {
  const status = Number(values['status']);
  return Number.isInteger(status) && status >= 100 && status <= 999 ? status : null;
}
