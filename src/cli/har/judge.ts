import { createRecordedDriver, type RecordedAnswer } from '../../drivers/recorded/index.js';
import type { EngineName } from '../../engines/index.js';
import type { HarCall, HarEntry } from '../../inputs/har/index.js';
import { readConsole } from '../../inputs/index.js';
import type { FetchRequest } from '../../protocol/index.js';
import type { Report } from '../../reporters/index.js';
import { Asker } from '../../live/asker.js';
import { runEngine } from '../../live/engine-run.js';
import { runSession, type Call } from '../../live/session.js';

/** What a recorded call comes to. */
export interface JudgedCall {
  readonly call: HarCall;
  /** `blocked` with a report that is not: the browser said so, and kept no response. `unknown`: it had no response for the page, and nothing that was recorded says why. */
  readonly verdict: 'blocked' | 'unknown';
  readonly report: Report;
}

/**
 * Replays a recorded call through the protocol, in the engine that recorded it.
 * @returns null for one that is allowed
 */
export async function judge(call: HarCall, engine: EngineName): Promise<JudgedCall | null> {
  const driver = createRecordedDriver(answersOf(call));
  const asker = new Asker(driver, true);
  const whole = callOf(call, engine);
  const { outcome } = await runEngine(engine, whole.request, call.origin, null, asker);
  const assumed = driver.assumed.some(({ kind }) => kind === 'request');
  if (outcome.verdict === 'allowed' && !assumed) return null;
  // Only what is refused is worth the search for its cause.
  const report = await runSession(whole, asker);
  const blocked = report.verdict === 'blocked' || saysRefused(call.entry);
  return { call, verdict: blocked ? 'blocked' : 'unknown', report };
}

/** Safari keeps no response of a refused call, and writes what its console says instead. */
function saysRefused({ error }: HarEntry): boolean {
  if (error === null || !error.includes(' ')) return false;
  return readConsole(error).value?.messages.some(({ kind }) => kind === 'cors') === true;
}

/** The call for the session that a recorded one is. */
export function callOf({ entry, origin, headers, credentials }: HarCall, engine: EngineName): Call {
  const request: FetchRequest = {
    url: entry.url,
    method: entry.method,
    headers,
    credentials,
    mode: 'cors',
    redirect: 'follow',
    body: entry.body,
    initiator: entry.type === 'xhr' ? 'xhr' : 'fetch',
  };
  return {
    request,
    origin,
    cookie: null,
    notes: [],
    engines: [engine],
    experiments: false,
    deadline: Number.POSITIVE_INFINITY,
  };
}

function answersOf({ entry, preflight, hops }: HarCall): readonly RecordedAnswer[] {
  const answers: RecordedAnswer[] = [];
  if (preflight !== null && preflight.status !== 0) answers.push(answer('preflight', preflight));
  for (const each of [entry, ...hops]) if (each.status !== 0) answers.push(answer('request', each));
  return answers;
}

function answer(
  kind: RecordedAnswer['kind'],
  { method, url, status, responseHeaders }: HarEntry,
): RecordedAnswer {
  // HTTP/2 in HAR files of Chromium: pseudo-headers are listed, too.
  const headers = responseHeaders.filter(([name]) => !name.startsWith(':'));
  return { kind, method, url, result: { status, headers } };
}
