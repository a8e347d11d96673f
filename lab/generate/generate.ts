import type {
  Scenario,
  ScenarioAnswer,
  ScenarioExchange,
  ScenarioRequest,
} from '../../src/inputs/scenario/types.js';
import type { Header } from '../../src/protocol/index.js';
import { withCookies } from './cookies.js';
import { Random } from './random.js';
import { madeWild } from './wild.js';
import {
  ADDRESS_SPACES,
  API_ORIGINS,
  EXPOSED,
  FRAMING_ORIGIN,
  METHODS,
  ODD_CREDENTIALS,
  ODD_LISTS,
  ODD_MAX_AGES,
  ODD_ORIGINS,
  PAGE_ORIGINS,
  REDIRECTS,
  REQUEST_HEADERS,
  STATUSES,
} from './values.js';

/**
 * Scenarios from a seed: mostly valid set-ups with up to three faults, and wild ones.
 * @param cookies about how many of a hundred have cookies
 * @param wild how many of a hundred have something in them that nobody writes
 */
export function generate(count: number, seed: number, cookies = 10, wild = 20): Scenario[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => {
    const tame = new Maker(random, `s${seed}-${index}`).scenario();
    const own = seed * 1_000_003 + index;
    const made = spared(index % 100 < wild ? madeWild(tame, own * 7 + 3) : tame);
    const scenario = hasCookies(made, index, seed, cookies) ? withCookies(made, own) : made;
    return index % LOCAL_NETWORK_EACH === 0
      ? { ...scenario, addressSpaces: ADDRESS_SPACES }
      : scenario;
  });
}

/** Firefox's page falls silent for good where a request in mode no-cors is redirected to mailto: or tel:. */
function spared(scenario: Scenario): Scenario {
  const requests = scenario.requests ?? [scenario.request];
  if (!requests.some((request) => request?.mode === 'no-cors')) return scenario;
  return JSON.parse(
    JSON.stringify(scenario).replace(/"(?:mailto|tel):[^"]*"/g, '"urn:x"'),
  ) as Scenario;
}

/**
 * Each page of WebKit is a new browser, whose jar must be filled anew. So only
 * two page origins have cookies, other ones with another seed, unless many are wanted.
 */
function hasCookies(
  { origin, context }: Scenario,
  index: number,
  seed: number,
  cookies: number,
): boolean {
  if (context === 'worker') return false;
  const chance = (index * 37) % 100;
  if (cookies >= 30) return chance < cookies;
  const origins = [...new Set<string>(PAGE_ORIGINS)];
  return (origins.indexOf(origin) + seed) % 3 === 0 && chance < 3 * cookies;
}

/** Each so many scenarios one plays in a public network, for Local Network Access. */
const LOCAL_NETWORK_EACH = 40;

class Maker {
  readonly #random: Random;
  readonly #id: string;
  readonly #origin: string;
  readonly #wild: boolean;
  #faults: number;
  #path = 0;

  constructor(random: Random, id: string) {
    this.#random = random;
    this.#id = id;
    this.#origin = random.pick(PAGE_ORIGINS);
    this.#wild = random.chance(0.15);
    this.#faults = this.#wild ? 6 : random.below(4);
  }

  scenario(): Scenario {
    const random = this.#random;
    const xhr = random.chance(0.2);
    const worker = this.#origin !== 'null' && random.chance(0.1);
    const base = {
      id: this.#id,
      origin: this.#origin,
      ...(this.#origin === 'null' ? { topLevelOrigin: FRAMING_ORIGIN } : {}),
      ...(xhr ? { initiator: 'xhr' as const } : {}),
    };
    const context = worker ? { context: 'worker' as const } : {};
    if (random.chance(0.15)) return { ...base, ...context, ...this.#sequence(xhr) };
    const request = this.#request(xhr, this.#url());
    return { ...base, ...context, request, exchanges: this.#chain(request, 0) };
  }

  /** Several requests to one URL, for the CORS-preflight cache. */
  #sequence(xhr: boolean): Pick<Scenario, 'requests' | 'exchanges'> {
    const random = this.#random;
    const url = this.#url();
    const first = this.#request(xhr, url);
    const requests = [first];
    const more = 1 + random.below(3);
    for (let i = 0; i < more; i++) {
      const same = random.chance(0.5);
      const next = same ? { ...first } : { ...this.#request(xhr, url) };
      requests.push(random.chance(0.3) ? { ...next, credentials: this.#credentials(xhr) } : next);
    }
    const exchanges: ScenarioExchange[] = [];
    const turns = 1 + random.below(2);
    for (let i = 0; i < turns; i++) {
      const exchange = this.#exchange(random.pick(requests), url, 0);
      exchanges.push(uncached(random.chance(0.7) ? this.#cacheable(exchange) : exchange));
    }
    return { requests, exchanges };
  }

  #cacheable(exchange: ScenarioExchange): ScenarioExchange {
    const { preflight } = exchange;
    if (!preflight) return exchange;
    const headers = preflight.headers.filter(
      ([name]) => name.toLowerCase() !== 'access-control-max-age',
    );
    const maxAge = this.#random.chance(0.6) ? '600' : this.#random.pick(ODD_MAX_AGES);
    return {
      ...exchange,
      preflight: { ...preflight, headers: [...headers, ['Access-Control-Max-Age', maxAge]] },
    };
  }

  #url(): string {
    const random = this.#random;
    const origin =
      random.chance(0.08) && this.#origin !== 'null' ? this.#origin : random.pick(API_ORIGINS);
    const query = random.chance(0.1) ? '?q=1' : '';
    const hash = random.chance(0.04) ? '#frag' : '';
    return `${origin}/${this.#id}/p${this.#path++}${query}${hash}`;
  }

  #credentials(xhr: boolean): 'omit' | 'same-origin' | 'include' {
    return this.#random.pick(
      xhr ? ['same-origin', 'include'] : ['omit', 'same-origin', 'include', 'include'],
    );
  }

  #request(xhr: boolean, url: string): ScenarioRequest {
    const random = this.#random;
    const method = random.pick(METHODS);
    const count = random.chance(0.45) ? 0 : 1 + random.below(this.#wild ? 5 : 2);
    // The first twelve are what real pages send.
    const pool = random.chance(0.5) ? REQUEST_HEADERS.slice(0, 12) : REQUEST_HEADERS;
    const headers: Header[] = Array.from({ length: count }, () => random.pick(pool));
    if (random.chance(0.02)) {
      for (const name of ['accept', 'accept-language', 'content-language'])
        headers.push([name, 'b'.repeat(120)]);
      for (let i = 0; i < 8; i++) headers.push(['accept', 'c'.repeat(100 + i)]);
    }
    const upper = method.toUpperCase();
    const body = upper !== 'GET' && upper !== 'HEAD' && random.chance(0.4) ? { body: 'x=1' } : {};
    const special = xhr
      ? {}
      : {
          ...(random.chance(0.06)
            ? { mode: random.pick(['no-cors', 'same-origin'] as const) }
            : {}),
          ...(random.chance(0.06) ? { redirect: random.pick(['error', 'manual'] as const) } : {}),
        };
    return { url, method, headers, credentials: this.#credentials(xhr), ...special, ...body };
  }

  /** One exchange, or a chain of redirects. */
  #chain(request: ScenarioRequest, hops: number): ScenarioExchange[] {
    const random = this.#random;
    const redirect = random.chance(hops === 0 ? 0.25 : 0.4) && hops < 4;
    const exchange = this.#exchange(request, request.url, hops);
    if (!redirect || !exchange.response) return [exchange];
    const target = this.#target(request.url);
    const status = random.pick(REDIRECTS);
    const location: Header[] = target === null ? [] : [['Location', target]];
    const response = { status, headers: [...exchange.response.headers, ...location] };
    const next =
      target !== null && URL.canParse(target, request.url) ? new URL(target, request.url) : null;
    const known = next !== null && next.pathname.startsWith(`/${this.#id}/`);
    if (!known || next.href === request.url) return [{ ...exchange, response }];
    const bare = `${next.origin}${next.pathname}${next.search}`;
    return [{ ...exchange, response }, ...this.#chain({ ...request, url: bare }, hops + 1)];
  }

  #target(from: string): string | null {
    const random = this.#random;
    if (random.chance(0.6)) return this.#url();
    const here = new URL(from);
    return random.pick([
      `p${this.#path++}`,
      `/${this.#id}/p${this.#path++}`,
      `${here.origin}/${this.#id}/p${this.#path++}`,
      `//${here.host}/${this.#id}/p${this.#path++}`,
      '',
      '#x',
      null,
      here.href.replace('://', '://user:pass@').replace(/p\d+/, `p${this.#path++}`),
      `${random.pick(API_ORIGINS).replace('://', '://user@')}/${this.#id}/p${this.#path++}`,
      'ftp://localhost/x',
      'data:text/plain,x',
      'about:blank',
      'mailto:x@y',
      'foo://bar',
      'http://',
      'http://[',
      'javascript:1',
      from,
    ]);
  }

  #exchange(request: ScenarioRequest, url: string, hops: number): ScenarioExchange {
    const random = this.#random;
    // After a redirect the origin may be null: both are tried.
    const origin = hops > 0 && random.chance(0.4) ? 'null' : this.#origin;
    const bare = url.replace(/#.*$/, '');
    const response = this.#answer(
      this.#corsHeaders(request, origin, false),
      this.#fault() ? random.pick(STATUSES) : 200,
    );
    if (random.chance(0.03)) return { url: bare, response };
    const status = this.#fault()
      ? random.pick([...STATUSES, ...REDIRECTS])
      : random.pick([200, 204]);
    const preflight = this.#answer(this.#corsHeaders(request, origin, true), status);
    if (REDIRECTS.some((one) => one === status)) {
      return {
        url: bare,
        preflight: { ...preflight, headers: [...preflight.headers, ['Location', `${bare}x`]] },
        response,
      };
    }
    return { url: bare, preflight, response };
  }

  /** Spends a fault, with some luck. */
  #fault(): boolean {
    if (this.#faults === 0 || !this.#random.chance(0.25)) return false;
    this.#faults--;
    return true;
  }

  #answer(headers: Header[], status: number): ScenarioAnswer {
    return { status, headers };
  }

  #corsHeaders(request: ScenarioRequest, origin: string, preflight: boolean): Header[] {
    const random = this.#random;
    const headers: Header[] = [];
    const add = (name: string, value: string): void => {
      headers.push([random.chance(0.1) ? name.toLowerCase() : name, value]);
    };
    const include = request.credentials === 'include';
    const allowed = !include && random.chance(0.3) ? '*' : origin;
    if (!this.#fault()) add('Access-Control-Allow-Origin', allowed);
    else this.#oddOrigin(add, origin);
    if (include || random.chance(0.15)) {
      if (!this.#fault()) add('Access-Control-Allow-Credentials', 'true');
      else if (random.chance(0.7))
        add('Access-Control-Allow-Credentials', random.pick(ODD_CREDENTIALS));
      if (this.#wild && random.chance(0.1)) add('Access-Control-Allow-Credentials', 'true');
    }
    if (preflight) this.#preflightHeaders(request, add);
    else this.#responseHeaders(add);
    return headers;
  }

  #oddOrigin(add: (name: string, value: string) => void, origin: string): void {
    const random = this.#random;
    if (random.chance(0.15)) return;
    const value = random.pick(ODD_ORIGINS);
    const text = value === 'UPPER' ? origin.toUpperCase() : value.replaceAll('O', origin);
    add('Access-Control-Allow-Origin', text);
    if (random.chance(0.15)) add('Access-Control-Allow-Origin', random.chance(0.5) ? origin : '*');
  }

  #preflightHeaders(request: ScenarioRequest, add: (name: string, value: string) => void): void {
    const random = this.#random;
    const names = [...new Set((request.headers ?? []).map(([name]) => name))];
    const any = request.credentials !== 'include' && random.chance(0.2);
    this.#list(add, 'Access-Control-Allow-Methods', any ? '*' : `GET, ${request.method ?? 'GET'}`);
    if (names.length > 0 || random.chance(0.3)) {
      const list = names.length === 0 ? 'x-custom' : names.join(random.pick([', ', ',', ' , ']));
      this.#list(add, 'Access-Control-Allow-Headers', any && random.chance(0.5) ? '*' : list);
    }
    if (random.chance(0.3))
      add('Access-Control-Max-Age', random.chance(0.5) ? '600' : random.pick(ODD_MAX_AGES));
  }

  #list(add: (name: string, value: string) => void, name: string, right: string): void {
    const random = this.#random;
    if (!this.#fault()) return add(name, right);
    if (random.chance(0.2)) return;
    if (random.chance(0.15)) {
      for (const item of right.split(',')) add(name, item.trim());
      return;
    }
    const odd = random.pick(ODD_LISTS);
    add(name, odd === 'l' ? right.toLowerCase() : odd.replaceAll('L', right));
  }

  #responseHeaders(add: (name: string, value: string) => void): void {
    const random = this.#random;
    if (random.chance(0.4)) add('X-A', '1');
    if (random.chance(0.2)) add('X-B', '2');
    if (random.chance(0.3)) add('Content-Type', 'text/plain');
    if (random.chance(0.05)) add('Last-Modified', 'Sat, 01 Jan 2022 00:00:00 GMT');
    if (random.chance(0.3)) add('Access-Control-Expose-Headers', random.pick(EXPOSED));
    if (random.chance(0.04))
      add(
        'Cross-Origin-Resource-Policy',
        random.pick(['same-origin', 'same-site', 'cross-origin', 'x']),
      );
    if (random.chance(0.05)) add('Vary', 'Origin');
  }
}

/**
 * Without what would let an HTTP cache answer the next request to the same URL:
 * caches are not simulated. (A 300 or 410 may be kept without any header.)
 */
function uncached(exchange: ScenarioExchange): ScenarioExchange {
  const { response } = exchange;
  if (!response) return exchange;
  const headers = response.headers.filter(([name]) => name.toLowerCase() !== 'last-modified');
  const status = response.status === 300 || response.status === 410 ? 200 : response.status;
  return { ...exchange, response: { status, headers } };
}
