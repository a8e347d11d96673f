import { ENGINES } from '../src/engines/index.js';
import type { Scenario } from '../src/inputs/scenario/types.js';
import type { Header } from '../src/protocol/index.js';
import { runScenario, type SimulationRecord } from '../src/simulate/index.js';
import { headersOf } from './answers.js';
import type { BrowserName, Recording } from './record.js';

/** What is compared, each counted by itself. */
export const ASPECTS = ['verdict', 'requests', 'response', 'console', 'code'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Where the simulation and the browser differ. */
export interface Disagreement {
  readonly aspect: Aspect;
  readonly simulated: unknown;
  readonly real: unknown;
}

/** Everything in which the simulation of one engine differs from the browser's recording. */
export function compare(scenario: Scenario, engine: BrowserName, real: Recording): Disagreement[] {
  const simulated = runScenario(scenario, ENGINES[engine]);
  const found: Disagreement[] = [];
  const check = (aspect: Aspect, ours: unknown, theirs: unknown): void => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      found.push({ aspect, simulated: ours, real: theirs });
  };
  check(
    'verdict',
    simulated.map(({ verdict }) => verdict),
    real.results.map(({ verdict }) => verdict),
  );
  check(
    'requests',
    simulated.map((record) => requestsOf(record)),
    simulated.map((_, index) => seenAt(real, index)),
  );
  const xhr = scenario.initiator === 'xhr';
  check(
    'response',
    simulated.map((record) => responseOf(seenByPage(record, xhr), xhr, scenario)),
    real.results.map(({ response }) => responseOf(response, xhr, scenario)),
  );
  // A worker's lines come without the one that names the URL, so they belong to nobody.
  const unnamed = engine === 'webkit' && scenario.context === 'worker';
  if (!unnamed)
    check(
      'console',
      linesOf(
        scenario,
        simulated.flatMap(({ console }) => console),
      ),
      linesOf(scenario, real.console),
    );
  if (engine === 'chromium') {
    const ours = simulated.flatMap(({ failure }) =>
      failure?.['chromium'] === undefined ? [] : [failure['chromium']],
    );
    check('code', codesOf(ours as string[]), codesOf(real.codes.map(([code]) => code)));
  }
  return found;
}

/** Local Network Access is refused to a preflight and to its request, each with a code. */
function codesOf(codes: readonly string[]): string[] {
  const once = codes.filter((code) => code.includes('LocalNetwork'));
  return [...codes.filter((code) => !once.includes(code)), ...new Set(once)].sort();
}

/**
 * Lines that a failed or odd request leads to, and that name what no scenario
 * says: the page's own address, or a body that is no XML.
 */
const NOT_CORS =
  /^(XML Parsing Error|Refused to set unsafe header |Security Error: Content at |\[blocked\] The page at |Unsafe attempt to load URL \S* from frame with URL )/;

/** A worker's lines are printed for the worker and again for its page, so that there only kinds count. */
function linesOf(scenario: Scenario, all: readonly string[]): string[] {
  const lines = all.filter((line) => !NOT_CORS.test(line));
  return (scenario.context === 'worker' ? [...new Set(lines)] : [...lines]).sort();
}

function sorted(headers: readonly Header[]): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`).sort();
}

function requestsOf(record: SimulationRecord) {
  return record.requests.map(({ url, method, headers }) => ({
    url,
    method,
    headers: sorted(headers),
  }));
}

function seenAt(real: Recording, index: number) {
  return real.requests
    .filter((request) => request.index === index)
    .map(({ url, method, headers }) => ({ url, method, headers: sorted(headers) }));
}

/** XMLHttpRequest tells of redirects by responseURL alone, which has no fragment. */
function seenByPage({ response, requests }: SimulationRecord, xhr: boolean): AnyResponse {
  if (response === null || !xhr) return response;
  const hops = requests.filter(({ headers }) => !headers.some(([name]) => name.startsWith(ASKS)));
  return { ...response, redirected: hops[0]?.url !== hops[hops.length - 1]?.url };
}

const ASKS = 'access-control-request-';

const ADDED = ['content-length', 'cache-control'];

type AnyResponse = {
  readonly type: string | null;
  readonly status: number;
  readonly redirected: boolean;
  readonly headers: readonly string[];
} | null;

/** The lab's servers add Content-Length and Cache-Control, which scenarios do not have; XMLHttpRequest does not tell the type. */
function responseOf(response: AnyResponse, xhr: boolean, scenario: Scenario): AnyResponse {
  if (response === null) return null;
  const sent = scenario.exchanges.flatMap((exchange) => headersOf(exchange.response));
  const own = new Set(sent.map(([name]) => name.toLowerCase()));
  const headers = response.headers.filter((name) => !ADDED.includes(name) || own.has(name));
  return { ...response, headers, type: xhr ? null : response.type };
}
