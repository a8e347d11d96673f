import { fetchRequest } from '../../protocol/index.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import type { Answer } from './answers.js';
import { judge } from './judge.js';
import type { CallState } from './state.js';

/** A row of the table. */
export interface HarRow {
  readonly id: number;
  readonly verdict: 'allowed' | 'refused' | 'unknown';
  readonly method: string;
  readonly url: string;
  readonly origin: string;
  readonly why: string;
  /** The call with its recorded answers. */
  readonly state: CallState;
}

/**
 * The cross-origin requests of a HAR file, judged as Chromium does.
 * @throws Error with a sentence for people
 */
export async function readHarCalls(text: string): Promise<readonly HarRow[]> {
  const { CallPairer, entryOf } = await import('../../inputs/har/page.js');
  let entries: unknown;
  try {
    entries = (JSON.parse(text) as { log?: { entries?: unknown } }).log?.entries;
  } catch {
    throw new Error('This HAR file does not parse: it was cut, or is no JSON.');
  }
  if (!Array.isArray(entries))
    throw new Error('This is no HAR file: there is no list log.entries in it.');
  const pairer = new CallPairer();
  const rows: HarRow[] = [];
  const take = (call: ReturnType<typeof pairer.end>[number]): void => {
    const { entry, preflight, origin, headers, credentials, hops } = call;
    const answers: Answer[] = [];
    const add = (kind: Answer['kind'], each: typeof entry): void =>
      void answers.push({
        kind,
        method: each.method,
        url: each.url,
        status: each.status,
        error: null,
        headers: each.responseHeaders,
        from: 'file',
      });
    const request = fetchRequest(entry.url, {
      method: entry.method,
      headers,
      credentials,
      body: entry.body,
    });
    if (preflight !== null && preflight.status !== 0) add('preflight', preflight);
    else answers.push(passing(request.url, entry.method, headers, origin));
    for (const each of [entry, ...hops]) if (each.status !== 0) add('request', each);
    const state = { origin, request, answers, notes: [] };
    const { outcome } = judge(state, 'chromium');
    const { failure } = outcome;
    const unknown = entry.status === 0 && failure?.during !== 'preflight';
    rows.push({
      id: rows.length,
      verdict: unknown ? 'unknown' : outcome.verdict === 'allowed' ? 'allowed' : 'refused',
      method: entry.method,
      url: entry.url,
      origin,
      why: unknown
        ? `no response for the page${entry.error === null ? '' : ` (${entry.error})`}`
        : failure === null
          ? ''
          : `${failurePlace(failure)}: ${failurePhrase(failure).replaceAll('`', '')}`,
      state,
    });
  };
  for (const value of entries) {
    const entry = entryOf(value);
    if (entry !== null) for (const call of pairer.push(entry)) take(call);
  }
  for (const call of pairer.end()) take(call);
  return rows;
}

/** A preflight that was not recorded is taken to pass. */
function passing(
  url: string,
  method: string,
  headers: readonly (readonly [string, string])[],
  origin: string,
): Answer {
  return {
    kind: 'preflight',
    method: 'OPTIONS',
    url,
    status: 204,
    error: null,
    from: 'blank',
    headers: [
      ['Access-Control-Allow-Origin', origin],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', method],
      ['Access-Control-Allow-Headers', headers.map(([name]) => name).join(', ')],
    ],
  };
}
