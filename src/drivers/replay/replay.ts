import {
  networkUrl,
  parseUrl,
  type NetworkRequest,
  type NetworkResult,
} from '../../protocol/index.js';

/** What answered at one URL, in one turn. */
export interface ReplayExchange {
  readonly url: string;
  /** The answer to a CORS-preflight; without it `response` answers that, too. */
  readonly preflight?: NetworkResult;
  readonly response?: NetworkResult;
}

/** What a URL answers that has no exchange: a bare 404, as a server would that knows nothing of it. */
const NOT_RECORDED: NetworkResult = { status: 404, headers: [] };

interface Turns {
  readonly exchanges: ReplayExchange[];
  preflights: number;
  responses: number;
}

/**
 * Answers network requests from recorded exchanges. Several exchanges with one
 * URL answer in turn, the last one from then on; preflights and requests are
 * counted apart, so that the nth preflight and the nth request of a URL get the
 * nth exchange each.
 */
export class ReplayDriver {
  readonly #byUrl = new Map<string, Turns>();

  constructor(exchanges: readonly ReplayExchange[]) {
    for (const exchange of exchanges) {
      const key = normalize(exchange.url);
      const turns = this.#byUrl.get(key);
      if (turns) turns.exchanges.push(exchange);
      else this.#byUrl.set(key, { exchanges: [exchange], preflights: 0, responses: 0 });
    }
  }

  /** The answer to a request; a bare 404 for a URL that was not recorded. */
  answer(request: NetworkRequest): NetworkResult {
    const turns = this.#byUrl.get(request.url);
    if (!turns) return NOT_RECORDED;
    const preflight = request.kind === 'preflight';
    const turn = preflight ? turns.preflights++ : turns.responses++;
    const exchange = turns.exchanges[Math.min(turn, turns.exchanges.length - 1)]!;
    return (
      (preflight ? (exchange.preflight ?? exchange.response) : exchange.response) ?? NOT_RECORDED
    );
  }
}

/** The URL as the protocol yields it: no fragment, no user name. */
function normalize(url: string): string {
  const parsed = parseUrl(url);
  return parsed === null ? url : networkUrl(parsed);
}
