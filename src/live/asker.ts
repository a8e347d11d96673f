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
  /** What was asked, with its answer: a handful. */
  readonly #seen: { readonly request: NetworkRequest; readonly asked: Asked }[] = [];

  /** @param send whether requests with side effects may be sent */
  constructor(driver: LiveDriver, send: boolean) {
    this.#driver = driver;
    this.#send = send;
  }

  /** The answer to what was asked before; null for what was not. */
  known(request: NetworkRequest): Asked | null {
    return this.#seen.find((each) => isSame(each.request, request))?.asked ?? null;
  }

  /** The answer to what was not asked before. */
  async askFirst(request: NetworkRequest): Promise<Asked> {
    const standIn = !this.#send && !isSafe(request);
    const { result, meta } = await this.#driver.send(standIn ? standInFor(request) : request);
    const asked = {
      seen: { request: standIn ? standInFor(request) : request, result, meta },
      standIn,
    };
    this.#seen.push({ request, asked });
    return asked;
  }

  /** Asks again even what is known: for experiments. */
  async askAnew(request: NetworkRequest): Promise<Observation> {
    const { result, meta } = await this.#driver.send(request);
    return { request, result, meta };
  }
}

/**
 * Whether two requests are the same question. Engines differ in what they send; a
 * request with side effects is sent once all the same, as the first of them sends it.
 */
function isSame(a: NetworkRequest, b: NetworkRequest): boolean {
  if (a.method !== b.method || a.url !== b.url || a.body !== b.body) return false;
  return !isSafe(a) || (a.kind === b.kind && haveSameHeaders(a, b));
}

function haveSameHeaders({ headers: a }: NetworkRequest, { headers: b }: NetworkRequest): boolean {
  return (
    a.length === b.length &&
    a.every(([name, value], index) => name === b[index]![0] && value === b[index]![1])
  );
}
