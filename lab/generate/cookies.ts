import type { Scenario, ScenarioAnswer, ScenarioCookie } from '../../src/inputs/scenario/types.js';
import type { Header } from '../../src/protocol/index.js';
import { Random } from './random.js';
import { COOKIE_ATTRIBUTES, COOKIE_NAMES } from './values.js';

/** How often a scenario with cookies asks with credentials. */
const INCLUDE = 0.75;

/**
 * The scenario with cookies in the jar and in its answers. Its random numbers are
 * its own, so that the scenarios after it stay as they are without cookies.
 */
export function withCookies(scenario: Scenario, seed: number): Scenario {
  const random = new Random(seed);
  const make = new CookieMaker(random, scenario.id);
  const urls = oneOfEachHost(
    random,
    scenario.exchanges.map(({ url }) => url),
  );
  const cookies = urls.flatMap((url) => make.jar(url));
  const include = scenario.initiator === 'xhr' ? 0.6 : INCLUDE;
  const asked = <T extends object>(request: T): T =>
    random.chance(include) ? { ...request, credentials: 'include' } : request;
  return {
    ...scenario,
    ...(scenario.request ? { request: asked(scenario.request) } : {}),
    ...(scenario.requests ? { requests: scenario.requests.map((one) => asked(one)) } : {}),
    cookies,
    exchanges: scenario.exchanges.map((exchange) => ({
      ...exchange,
      ...(exchange.preflight && 'status' in exchange.preflight
        ? { preflight: make.answer(exchange.url, exchange.preflight, 0.1) }
        : {}),
      ...(exchange.response && 'status' in exchange.response
        ? { response: make.answer(exchange.url, exchange.response, 0.5) }
        : {}),
    })),
  };
}

/** The lab fills the jar origin by origin, so that the order of one host's cookies is known only where one origin sets them. */
function oneOfEachHost(random: Random, urls: readonly string[]): string[] {
  const byHost = new Map<string, string[]>();
  for (const url of urls) {
    const { hostname } = new URL(url);
    byHost.set(hostname, [...(byHost.get(hostname) ?? []), url]);
  }
  return [...byHost.values()].map((some) => random.pick(some));
}

class CookieMaker {
  readonly #random: Random;
  readonly #id: string;

  constructor(random: Random, id: string) {
    this.#random = random;
    this.#id = id;
  }

  jar(url: string): ScenarioCookie[] {
    return Array.from({ length: 1 + this.#random.below(3) }, () => ({ url, set: this.#line(url) }));
  }

  answer(url: string, answer: ScenarioAnswer, chance: number): ScenarioAnswer {
    if (!this.#random.chance(chance)) return answer;
    const lines = Array.from({ length: 1 + this.#random.below(2) }, (): Header => [
      'Set-Cookie',
      this.#line(url),
    ]);
    return { ...answer, headers: [...answer.headers, ...lines] };
  }

  #line(url: string): string {
    const random = this.#random;
    const host = new URL(url).hostname;
    // A cookie for all paths would meet other scenarios, so its name is its scenario's own.
    if (random.chance(0.04)) {
      const rest = random.pick(['; Secure; Path=/', '; Secure', '; Path=/']);
      return `__Host-${this.#id}=${random.below(9)}${rest}`;
    }
    const attributes = random.pick(COOKIE_ATTRIBUTES);
    const own = attributes.replaceAll('ID', this.#id).replaceAll('HOST', host);
    return `${random.pick(COOKIE_NAMES)}=${random.below(9)}${own}`;
  }
}
