import type { LiveDriver } from '../drivers/live/index.js';
import type { Observation } from '../evidence/index.js';
import type { NetworkRequest } from '../protocol/index.js';
import { isSafe, standInFor } from './stand-in.js';

/** An answer, and whether a GET was asked instead of what the browser would send. */
export interface Asked {
  readonly seen: Observation;
  readonly standIn: boolean;
}

/**
 * Asks servers through a driver and remembers: the same question is not asked
 * twice in one diagnosis, so that several engines see the same answers.
 */
export class Asker {
  readonly #driver: LiveDriver;
  readonly #send: boolean;
  readonly #seen = new Map<string, Asked>();

  /** @param send whether requests with side effects may be sent */
  constructor(driver: LiveDriver, send: boolean) {
    this.#driver = driver;
    this.#send = send;
  }

  async ask(request: NetworkRequest): Promise<Asked> {
    const { kind, method, url, headers, body } = request;
    // Engines differ in what they send. A request with side effects is sent once
    // all the same, as the first of them sends it.
    const key = JSON.stringify(
      isSafe(request) ? [kind, method, url, headers] : [method, url, body],
    );
    const known = this.#seen.get(key);
    if (known) return known;
    const standIn = !this.#send && !isSafe(request);
    const { result, meta } = await this.#driver.send(standIn ? standInFor(request) : request);
    const asked = {
      seen: { request: standIn ? standInFor(request) : request, result, meta },
      standIn,
    };
    this.#seen.set(key, asked);
    return asked;
  }

  /** Asks again even what is known: for experiments. */
  async askAnew(request: NetworkRequest): Promise<Observation> {
    const { result, meta } = await this.#driver.send(request);
    return { request, result, meta };
  }
}
