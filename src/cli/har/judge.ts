import { createRecordedDriver, type RecordedAnswer } from '../../drivers/recorded/index.js';
import type { EngineName } from '../../engines/index.js';
import type { HarCall, HarEntry } from '../../inputs/har/index.js';
import type { FetchRequest } from '../../protocol/index.js';
import type { Report } from '../../reporters/index.js';
import { Asker } from '../../live/asker.js';
import { runSession, type Call } from '../../live/session.js';

/** What a recorded call comes to. */
export interface JudgedCall {
  readonly call: HarCall;
  /** `unknown`: the browser had no response for the page, and nothing that was recorded says why. */
  readonly verdict: 'allowed' | 'blocked' | 'unknown';
  readonly report: Report;
}

/** Replays a recorded call through the protocol, in the engine that recorded it. */
export async function judge(
  call: HarCall,
  around: readonly HarEntry[],
  engine: EngineName,
): Promise<JudgedCall> {
  const driver = createRecordedDriver(answersOf(call, around));
  const report = await runSession(callOf(call, engine), new Asker(driver, true));
  const assumed = driver.assumed.some(({ kind }) => kind === 'request');
  if (report.verdict === 'blocked') return { call, verdict: 'blocked', report };
  return { call, verdict: assumed ? 'unknown' : 'allowed', report };
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

function answersOf(
  { entry, preflight }: HarCall,
  around: readonly HarEntry[],
): readonly RecordedAnswer[] {
  const answers: RecordedAnswer[] = [];
  if (preflight !== null && preflight.status !== 0) answers.push(answer('preflight', preflight));
  if (entry.status !== 0) answers.push(answer('request', entry));
  // Hops of redirects are entries of their own.
  if (entry.status >= 300 && entry.status < 400)
    for (const each of around)
      if (each !== entry && each.status !== 0 && each.method !== 'OPTIONS')
        answers.push(answer('request', each));
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
