import { driveAsync } from '../drivers/run.js';
import {
  corsFetch,
  fetchRequest,
  standardBehaviour,
  type Behaviour,
  type Client,
  type FetchRequest,
  type NetworkRequest,
  type NetworkResult,
  type Outcome,
} from '../protocol/index.js';

/** What a page asks for: all but `url` has the defaults of fetch(). */
export type PageRequest = Pick<FetchRequest, 'url'> & Partial<FetchRequest>;

/** A page, its browser, and who answers it. */
export interface Page {
  /** The page's origin as browsers serialize it: `https://app.example.com`, or `null`. */
  readonly origin: string;
  /** Whose decisions count: those of an engine of `whycors/engines`; the standard's without it. */
  readonly behaviour?: Behaviour;
  /** Gives the answer to one network request: from a network, a recording, a test. */
  readonly answer: (request: NetworkRequest) => NetworkResult | Promise<NetworkResult>;
  /** Preflights that are remembered; hand the same one to several calls. Empty without it. */
  readonly preflightCache?: Client['preflightCache'];
  /** Seconds, for the age of remembered preflights; the clock without it. */
  readonly now?: () => number;
}

/**
 * Does what a browser does for `fetch()` of a page, and decides what it decides.
 * https://fetch.spec.whatwg.org/#fetch-method
 * @returns verdict, what the page may read, why it was refused, and every decision on the way;
 * it never rejects for anything that a server answers, only where `answer` does
 */
export function fetchAsPage(request: PageRequest, page: Page): Promise<Outcome> {
  const { behaviour = standardBehaviour } = page;
  const { url, ...rest } = request;
  const run = corsFetch(fetchRequest(url, rest), {
    origin: page.origin,
    behaviour,
    preflightCache: page.preflightCache ?? behaviour.createPreflightCache(),
    now: page.now ?? (() => Date.now() / 1000),
  });
  return driveAsync(run, async (asked) => page.answer(asked));
}
