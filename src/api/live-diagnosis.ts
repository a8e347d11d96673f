import {
  createLiveDriver,
  readProxy,
  readResolve,
  type LiveOptions,
} from '../drivers/live/index.js';
import { ENGINE_NAMES, type EngineName } from '../engines/index.js';
import { readCall, readOrigin, type CallSpelling, type InputProblem } from '../inputs/index.js';
import { Asker } from '../live/asker.js';
import { browserHeaders } from '../live/browser-headers.js';
import { runSession, type Call } from '../live/session.js';
import type { Report } from '../reporters/report.js';
import type { DiagnoseOptions } from './diagnose-options.js';
import { InputError } from './input-error.js';

const SPELLED: CallSpelling = {
  url: 'url',
  method: 'method',
  header: 'headers',
  credentials: 'credentials',
  mode: 'mode',
  redirect: 'redirect',
  xhr: 'initiator',
  cookie: 'cookie',
  contentType: 'a Content-Type header',
  include: 'credentials: "include"',
};

const BROWSERS: readonly EngineName[] = ['chromium', 'firefox', 'webkit'];
const MAX_TIME = 20_000;

/**
 * Makes a call as browsers make it and diagnoses it. Sends GET, HEAD and OPTIONS only, unless
 * `send` is true. A server that cannot be reached is a verdict of the report, no exception.
 * @returns the report; render it with `whycors/reporters`, which masks secrets
 * @throws InputError (the promise) with every option that cannot be used
 */
export async function diagnose(options: DiagnoseOptions): Promise<Report> {
  const started = performance.now();
  const problems: InputProblem[] = [];
  const call = callOf(options, started, problems);
  const live = liveOptionsOf(options, problems);
  if (call === null || problems.length > 0) throw new InputError(problems);
  options.signal?.throwIfAborted();
  const driver = createLiveDriver(live);
  try {
    return await runSession(call, new Asker(driver, options.send === true));
  } finally {
    driver.close();
  }
}

function callOf(options: DiagnoseOptions, started: number, problems: InputProblem[]): Call | null {
  const { url, method, headers = [], body, credentials, mode, redirect, cookie } = options;
  const pairs = isList(headers) ? headers : Object.entries(headers);
  const read = readCall(
    String(url),
    {
      header: pairs.map(([name, value]) => `${name}: ${value}`),
      xhr: options.initiator === 'xhr',
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { data: body }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(mode === undefined ? {} : { mode }),
      ...(redirect === undefined ? {} : { redirect }),
      ...(cookie === undefined ? {} : { cookie }),
    },
    SPELLED,
  );
  const page = readOrigin(String(options.origin));
  problems.push(...read.problems, ...page.problems.map(atOrigin));
  const engines = enginesOf(options.engine, problems);
  if (read.request === null || page.origin === null) return null;
  return {
    request: read.request,
    origin: page.origin,
    cookie: read.cookie,
    notes: [...page.notes, ...read.notes],
    engines,
    experiments: options.experiments !== false,
    deadline: started + (options.maxTimeMs ?? MAX_TIME),
    sendOption: 'send: true',
  };
}

function isList(
  headers: NonNullable<DiagnoseOptions['headers']>,
): headers is readonly (readonly [string, string])[] {
  return Array.isArray(headers);
}

function atOrigin({ message }: InputProblem): InputProblem {
  return { path: 'origin', message };
}

function enginesOf(
  given: DiagnoseOptions['engine'],
  problems: InputProblem[],
): readonly EngineName[] {
  const names = given === undefined ? BROWSERS : [given].flat();
  const unknown = names.filter((name) => !ENGINE_NAMES.includes(name));
  if (unknown.length > 0 || names.length === 0)
    problems.push({
      path: 'engine',
      message: `"${unknown.join(', ')}" is not one of ${ENGINE_NAMES.join(', ')}.`,
    });
  return names;
}

function liveOptionsOf(options: DiagnoseOptions, problems: InputProblem[]): LiveOptions {
  const { maxTimeMs = MAX_TIME, ca, proxy, signal } = options;
  if (!(Number.isFinite(maxTimeMs) && maxTimeMs > 0))
    problems.push({ path: 'maxTimeMs', message: `${maxTimeMs} is no number above 0.` });
  const resolved = readResolve(options.resolve ?? []);
  const through = proxy === undefined ? null : readProxy(proxy);
  for (const message of resolved.problems)
    problems.push({ path: 'resolve', message: ofOption(message) });
  for (const message of through?.problems ?? [])
    problems.push({ path: 'proxy', message: ofOption(message) });
  return {
    maxTimeMs,
    insecure: options.insecure === true,
    resolve: resolved.table,
    ...(ca === undefined ? {} : { cacert: ca }),
    ...(through === null || through.value === null ? {} : { proxy: through.value }),
    ...(signal === undefined ? {} : { signal }),
    extraHeaders: browserHeaders(options.mode),
  };
}

/** The readers of the command's options begin with the option's name; the path says it here. */
function ofOption(message: string): string {
  return message.replace(/^--\w+:? /, '');
}
