import type { CallPairer } from '../../inputs/har/page.js';
import { fetchRequest, type NetworkRequest } from '../../protocol/index.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import { goodAnswer, type Answer } from './answers.js';
import { judge } from './judge.js';
import type { CallState } from './state.js';

/** A row of the table. */
export interface HarRow {
  readonly id: number;
  readonly verdict: 'allowed' | 'refused' | 'unknown';
  readonly method: string;
  readonly url: string;
  readonly origin: string;
  /** 0 where the page got no response. */
  readonly status: number;
  readonly why: string;
  /** What a filter looks at, in lower case. */
  readonly text: string;
  /** The call with its recorded answers. */
  readonly state: CallState;
}

type HarCall = ReturnType<CallPairer['end']>[number];

/** Milliseconds of work after which the page gets its turn: half a frame. */
const SLICE = 8;

/**
 * The cross-origin requests of a HAR file, judged as Chromium does, a slice at a
 * time, so that the page stays at hand.
 * @param onProgress is told how many of the entries are done, 0 to 1
 * @throws Error with a sentence for people
 */
export async function readHarCalls(
  text: string,
  onProgress: (part: number) => void,
): Promise<readonly HarRow[]> {
  const { CallPairer: Pairer, entryOf } = await import('../../inputs/har/page.js');
  const entries = entriesOf(text);
  const pairer = new Pairer();
  const rows: HarRow[] = [];
  let until = performance.now() + SLICE;
  for (const [index, value] of entries.entries()) {
    const entry = entryOf(value);
    const calls = entry === null ? [] : pairer.push(entry);
    for (const call of calls) rows.push(rowOf(call, rows.length));
    if (performance.now() < until) continue;
    onProgress(index / entries.length);
    await nextTurn();
    until = performance.now() + SLICE;
  }
  for (const call of pairer.end()) {
    rows.push(rowOf(call, rows.length));
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE;
  }
  return rows;
}

function entriesOf(text: string): readonly unknown[] {
  let json: { log?: { entries?: unknown } } | null;
  try {
    json = JSON.parse(text) as typeof json;
  } catch {
    throw new Error(
      'This HAR file does not parse: it was cut while it was saved or copied. Save it once more.',
    );
  }
  const entries = json?.log?.entries;
  if (!Array.isArray(entries))
    throw new Error('This is no HAR file: there is no list log.entries in it.');
  return entries;
}

/** Lets the browser draw and listen. Timers would wait 4 ms each. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

function rowOf(call: HarCall, id: number): HarRow {
  const { entry, origin } = call;
  const state = stateOf(call);
  const { verdict, outcome } = judge(state, 'chromium');
  const { failure } = outcome;
  const unknown = entry.status === 0 && failure?.during !== 'preflight';
  const error = entry.error === null ? '' : ` (${entry.error})`;
  const why =
    failure === null
      ? ''
      : `${failurePlace(failure)}: ${failurePhrase(failure).replaceAll('`', '')}`;
  const said = unknown ? `no response for the page${error}` : why;
  return {
    id,
    verdict: unknown ? 'unknown' : verdict === 'allowed' ? 'allowed' : 'refused',
    method: entry.method,
    url: entry.url,
    origin,
    status: entry.status,
    why: said,
    text: `${entry.method} ${entry.url} ${entry.status} ${origin} ${said}`.toLowerCase(),
    state,
  };
}

function stateOf({ entry, preflight, origin, headers, credentials, hops }: HarCall): CallState {
  const { method, body } = entry;
  const request = fetchRequest(entry.url, { method, headers, credentials, body });
  const recorded = (kind: Answer['kind'], each: typeof entry): Answer => ({
    kind,
    method: '*',
    url: each.url,
    status: each.status,
    error: null,
    headers: each.responseHeaders,
    from: 'file',
  });
  const seen = preflight !== null && preflight.status !== 0;
  return {
    origin,
    request,
    answers: [
      seen ? recorded('preflight', preflight) : passing(request.url, method, headers, origin),
      ...[entry, ...hops].flatMap((each) => (each.status === 0 ? [] : recorded('request', each))),
    ],
    notes: [],
    experiments: [],
  };
}

/** A preflight that was not recorded is taken to pass. */
function passing(
  url: string,
  method: string,
  headers: CallState['request']['headers'],
  origin: string,
): Answer {
  const asked: NetworkRequest = {
    kind: 'preflight',
    url,
    method: 'OPTIONS',
    headers: [
      ['origin', origin],
      ['access-control-request-method', method],
      ...(headers.length === 0
        ? []
        : [['access-control-request-headers', headers.map(([name]) => name).join(', ')] as const]),
    ],
    body: null,
    credentials: false,
    redirectCount: 0,
  };
  return { ...goodAnswer(asked, origin, true), from: 'assumed' };
}
