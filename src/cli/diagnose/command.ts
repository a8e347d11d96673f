import { readFileSync } from 'node:fs';
import {
  createLiveDriver,
  readProxy,
  readResolve,
  type LiveDriver,
  type LiveOptions,
} from '../../drivers/live/index.js';
// Not the folder's index: that brings a parser of JavaScript along, which takes as long to load as all else.
import { readCall } from '../../inputs/call/read.js';
import { readOrigin } from '../../inputs/origin/read.js';
import {
  createMasker,
  createStyle,
  jsonReport,
  secretsOf,
  SHOW_ALL,
  stringifyJson,
  textReport,
  type FixResult,
  type Masker,
  type Report,
} from '../../reporters/index.js';
import { UsageError, type Io } from '../io.js';
import { Asker } from '../../live/asker.js';
import { browserHeaders } from '../../live/browser-headers.js';
import { enginesNamed } from './engines.js';
import type { DiagnoseOptions } from './options.js';
import { withProgress } from './progress.js';
import { runSession, type Call } from '../../live/session.js';

/** Assumed where --origin is not given: where most front-end development servers run. */
const DEFAULT_ORIGIN = 'http://localhost:3000';

/**
 * `whycors <url>`: diagnoses one live call.
 * @param remarks notes to put first, for a caller who knows more than the options say
 * @param driver who answers instead of the network
 * @returns the exit code
 */
export async function diagnoseCommand(
  url: string,
  options: DiagnoseOptions,
  io: Io,
  remarks: (report: Report) => readonly string[] = () => [],
  driver: LiveDriver = createLiveDriver(liveOptions(options, seconds(options.maxTime))),
): Promise<number> {
  const started = performance.now();
  const maxTime = seconds(options.maxTime);
  const call = readWholeCall(url, options, started + maxTime * 1000);
  const plan = await verificationPlan(call, options);
  const fix = await fixPlan(options, io);
  try {
    const asker = new Asker(driver, options.send === true);
    const masker = maskerFor(call, options);
    const predicted = await withProgress(io, masker.text(`asking ${call.request.url}`), () =>
      runSession(call, asker),
    );
    const seen = plan === null ? predicted : await plan(predicted, masker, io);
    const fixed = fix === null ? seen : { ...seen, fix: await fix(seen) };
    const report = { ...fixed, notes: [...remarks(fixed), ...fixed.notes] };
    await io.out(render(report, masker, options, io));
    return report.exitCode;
  } finally {
    driver.close();
  }
}

/** --verify: what puts the real browsers' verdicts into a report; null without it. */
async function verificationPlan(
  call: Call,
  options: DiagnoseOptions,
): Promise<((report: Report, masker: Masker, io: Io) => Promise<Report>) | null> {
  if (options.verify === undefined) {
    if (options.verifyOut === undefined) return null;
    throw new UsageError('--verify-out: says where to keep what --verify finds: add --verify.');
  }
  const { planVerification, verify } = await import('../verify/index.js');
  const plan = planVerification(call, options, process.env);
  return (report, masker, io) => verify(plan, report, masker, io);
}

/** --fix: what makes the change of a report; null without it. */
async function fixPlan(
  options: DiagnoseOptions,
  io: Io,
): Promise<((report: Report) => Promise<FixResult>) | null> {
  const { fix, config, write } = options;
  if (fix === undefined) {
    if (config === undefined && write !== true) return null;
    const option = config === undefined ? '--write' : '--config';
    throw new UsageError(`${option}: is about the change that --fix makes: add --fix.`);
  }
  const { planFix } = await import('../fix/plan.js');
  const target = fix === true ? null : fix;
  return planFix({ target, config: config ?? null, write: write === true }, io);
}

function readWholeCall(url: string, options: DiagnoseOptions, deadline: number): Call {
  const call = readCall(url, options);
  const given = options.origin ?? DEFAULT_ORIGIN;
  const origin = readOrigin(given);
  const problems = [...call.problems, ...origin.problems];
  if (call.request === null || origin.origin === null || problems.length > 0) {
    throw new UsageError(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  }
  const assumed =
    options.origin === undefined
      ? [`No --origin was given: a page at ${DEFAULT_ORIGIN} is assumed.`]
      : [];
  return {
    request: call.request,
    origin: origin.origin,
    cookie: call.cookie,
    notes: [...assumed, ...origin.notes, ...call.notes],
    engines: enginesNamed(options.engine),
    experiments: options.experiments !== false,
    deadline,
  };
}

function seconds(option: string | undefined): number {
  const value = Number(option ?? 20);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--max-time: "${option}" is no number of seconds above 0.`);
}

function liveOptions(options: DiagnoseOptions, maxTime: number): LiveOptions {
  const { table, problems } = readResolve(options.resolve ?? []);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return {
    maxTimeMs: maxTime * 1000,
    insecure: options.insecure === true,
    http1Only: options.http1 === true,
    resolve: table,
    ...(options.cacert === undefined ? {} : { cacert: readCertificate(options.cacert) }),
    ...(options.proxy === undefined ? {} : { proxy: proxyUrl(options.proxy) }),
    extraHeaders: browserHeaders(options.mode),
  };
}

function readCertificate(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `--cacert: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`,
    );
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new UsageError(
    `--cacert: ${file} has no PEM certificate ("-----BEGIN CERTIFICATE-----") in it.`,
  );
}

function proxyUrl(typed: string): string {
  const { value, problems } = readProxy(typed);
  if (value === null) throw new UsageError(problems.join('\n'));
  return value;
}

function maskerFor({ request, cookie }: Call, { showSecrets }: DiagnoseOptions): Masker {
  return showSecrets === true ? SHOW_ALL : createMasker(secretsOf(request.headers, cookie));
}

function render(report: Report, masker: Masker, options: DiagnoseOptions, io: Io): string {
  if (options.json === true) return `${stringifyJson(jsonReport(report, masker), 2)}\n`;
  const style = createStyle(options.color === false ? false : io.colour, io.columns);
  return `${textReport(report, masker, style, options.curl === true)}\n`;
}
