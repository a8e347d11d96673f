import type {
  Scenario,
  ScenarioAnswer,
  ScenarioExchange,
  ScenarioRequest,
} from '../../src/inputs/scenario/types.js';
import type { Header } from '../../src/protocol/index.js';
import { Random } from './random.js';
import { API_ORIGINS } from './values.js';
import {
  WILD_CREDENTIALS,
  WILD_EXPOSED,
  WILD_LISTS,
  WILD_LOCATIONS,
  WILD_MAX_AGES,
  WILD_ORIGINS,
  WILD_RESPONSE_HEADERS,
  WILD_STATUSES,
} from './wild-answers.js';
import {
  BYTES,
  SAFELISTED_FORMS,
  TYPES,
  TYPE_PARAMETERS,
  WILD_HEADERS,
  WILD_METHODS,
} from './wild-values.js';

/**
 * The scenario with one to three of its parts replaced by what nobody writes. Its
 * random numbers are its own, so that the scenarios after it stay as they are.
 */
export function madeWild(scenario: Scenario, seed: number): Scenario {
  const wild = new Wild(new Random(seed), scenario);
  let made = scenario;
  for (let left = wild.count; left > 0; left--) made = wild.change(made);
  return made;
}

const HTTP_ORIGINS = API_ORIGINS.filter((origin) => origin.startsWith('http:'));

type Answer = ScenarioAnswer;
type Exchange = ScenarioExchange<Answer>;

class Wild {
  readonly #random: Random;
  readonly #id: string;
  readonly #origin: string;
  readonly #xhr: boolean;
  readonly count: number;

  constructor(random: Random, { id, origin, initiator }: Scenario) {
    this.#random = random;
    this.#id = id;
    this.#origin = origin;
    this.#xhr = initiator === 'xhr';
    this.count = 1 + random.below(3);
  }

  change(scenario: Scenario): Scenario {
    if (this.#random.chance(0.4)) return this.#requests(scenario);
    const exchanges = scenario.exchanges as readonly Exchange[];
    const at = this.#random.below(exchanges.length);
    return { ...scenario, exchanges: exchanges.with(at, this.#exchange(exchanges[at]!)) };
  }

  #requests(scenario: Scenario): Scenario {
    const { request, requests } = scenario;
    if (request) return { ...scenario, request: this.#request(request) };
    if (!requests) return scenario;
    const at = this.#random.below(requests.length);
    return { ...scenario, requests: requests.with(at, this.#request(requests[at]!)) };
  }

  #request(request: ScenarioRequest): ScenarioRequest {
    const random = this.#random;
    const { headers = [] } = request;
    const more = (...added: Header[]): ScenarioRequest => ({
      ...request,
      headers: random.chance(0.5) ? [...headers, ...added] : added,
    });
    switch (random.below(this.#xhr ? 6 : 9)) {
      case 0:
        return more(['content-type', random.pick(TYPES) + random.pick(TYPE_PARAMETERS)]);
      case 1: {
        const [name, form] = random.pick(SAFELISTED_FORMS);
        return more([name, form.replaceAll('B', random.pick(BYTES))]);
      }
      case 2:
      case 3:
        return more(
          ...Array.from({ length: 1 + random.below(3) }, () => random.pick(WILD_HEADERS)),
        );
      case 4:
        return { ...request, method: random.pick(WILD_METHODS) };
      case 5:
        return { ...request, url: this.#url(request.url) };
      case 6:
        return { ...request, mode: random.pick(['no-cors', 'same-origin', 'cors'] as const) };
      case 7:
        return { ...request, redirect: random.pick(['error', 'manual'] as const) };
      default:
        return {
          ...request,
          mode: 'no-cors',
          method: random.pick(['GET', 'POST', 'HEAD']),
          redirect: random.pick(['follow', 'error', 'manual'] as const),
        };
    }
  }

  #url(url: string): string {
    const random = this.#random;
    const kept = url.replace(/^(https?):\/\//, '$1://');
    return random.pick([
      kept.replace('://', '://user:pw@'),
      kept.replace('://', '://user@'),
      kept.replace(/^http/, 'HTTP'),
      `${kept.replace(/#.*$/, '')}#other`,
      `${kept}?`,
      kept.replace(/:\d+\//, ':6000/'),
      kept.replace(/:\d+\//, ':1/'),
      `${kept.replace(/[?#].*$/, '')}?${'q'.repeat(520)}`,
      kept.replace(/\/p(\d+)/, '/./p$1'),
      kept.replace(/\/p(\d+)/, '/%70$1'),
    ]);
  }

  #exchange(exchange: Exchange): Exchange {
    const random = this.#random;
    const key = exchange.preflight && random.chance(0.6) ? 'preflight' : 'response';
    const answer = exchange[key];
    if (!answer) return exchange;
    return { ...exchange, [key]: this.#answer(answer, key === 'preflight', exchange.url) };
  }

  #answer(answer: Answer, preflight: boolean, url: string): Answer {
    const random = this.#random;
    switch (random.below(8)) {
      case 0:
        return { ...answer, status: random.pick(WILD_STATUSES) };
      case 1:
        return this.#with(answer, 'Access-Control-Allow-Origin', this.#allowOrigin());
      case 2:
        return this.#with(
          answer,
          'Access-Control-Allow-Credentials',
          random.pick(WILD_CREDENTIALS),
        );
      case 3:
        return { ...answer, headers: [...answer.headers, random.pick(WILD_RESPONSE_HEADERS)] };
      case 4:
        return { ...answer, headers: this.#cased(answer.headers) };
      case 5:
        return preflight
          ? this.#with(answer, 'Access-Control-Max-Age', random.pick(WILD_MAX_AGES))
          : this.#with(answer, 'Access-Control-Expose-Headers', random.pick(WILD_EXPOSED));
      case 6:
        if (!preflight) return this.#redirect(answer, url);
        return this.#list(answer, 'Access-Control-Allow-Methods');
      default:
        return preflight
          ? this.#list(answer, 'Access-Control-Allow-Headers')
          : this.#redirect(answer, url);
    }
  }

  #allowOrigin(): string {
    const value = this.#random.pick(WILD_ORIGINS);
    const origin = this.#origin;
    if (value === 'SWAPPED')
      return origin.startsWith('https')
        ? origin.replace('https', 'http')
        : origin.replace('http', 'https');
    return value.replaceAll('O', origin).replaceAll('H', origin.replace(/^.*:\/\//, ''));
  }

  #redirect(answer: Answer, from: string): Answer {
    const random = this.#random;
    const { host, pathname } = new URL(
      `${random.pick(HTTP_ORIGINS)}/${this.#id}/w${random.below(99)}`,
    );
    const location = random
      .pick(WILD_LOCATIONS)
      .replace('U', `${host}${pathname}`)
      .replace('P', pathname);
    const headers = answer.headers.filter(([name]) => name.toLowerCase() !== 'location');
    const lines: Header[] = [['Location', location]];
    if (random.chance(0.1)) lines.push(['location', random.chance(0.5) ? location : from]);
    const status = random.pick([300, 301, 302, 303, 304, 305, 306, 307, 308, 201, 200]);
    return {
      status: random.chance(0.8) ? random.pick([301, 302, 303, 307, 308]) : status,
      headers: [...headers, ...lines],
    };
  }

  /** Replaces the header, or adds a line. */
  #with(answer: Answer, name: string, value: string): Answer {
    const random = this.#random;
    const rest = random.chance(0.7)
      ? answer.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
      : answer.headers;
    const lower: Header = [random.chance(0.3) ? name.toLowerCase() : name, value];
    return { ...answer, headers: random.chance(0.5) ? [...rest, lower] : [lower, ...rest] };
  }

  #list(answer: Answer, name: string): Answer {
    const random = this.#random;
    const lower = name.toLowerCase();
    const right = answer.headers.find(([other]) => other.toLowerCase() === lower)?.[1] ?? 'x';
    const odd = random.pick(WILD_LISTS);
    if (odd === 'UPPER') return this.#with(answer, name, right.toUpperCase());
    const first = right.split(',')[0]!;
    return this.#with(answer, name, odd.replaceAll('L', right).replaceAll('F', first));
  }

  #cased(headers: readonly Header[]): Header[] {
    const random = this.#random;
    return headers.map(([name, value]) => [
      random.pick([name, name.toLowerCase(), name.toUpperCase()]),
      value,
    ]);
  }
}
