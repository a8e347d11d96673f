import { STEPS, type Header, type NetworkResult, type TraceEntry } from '../../protocol/index.js';
import type { Observation } from '../../evidence/index.js';
import { preflightChecklist } from '../checklist.js';
import { curlCommands } from '../curl/index.js';
import type { Masker } from '../mask.js';
import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import type { EngineResult, FixResult, Report } from '../report.js';
import { causeWords } from '../text/causes.js';
import { evidenceText } from '../wording/evidence.js';
import { failurePhrase } from '../wording/failure.js';
import { disagrees, type Verification } from '../verification.js';
import { notePhrase } from '../wording/trace.js';

/** Raised when something in the JSON report changes its meaning or goes. */
export const REPORT_VERSION = 1;

/** The whole diagnosis as a value for JSON.stringify: schema/diagnosis.schema.json. */
export function jsonReport(report: Report, masker: Masker): object {
  const mask = <T>(value: T): T => maskDeep(value, masker);
  return {
    version: REPORT_VERSION,
    verdict: report.verdict,
    exitCode: report.exitCode,
    origin: report.origin,
    notes: mask(report.notes),
    request: mask({ ...report.request, headers: report.request.headers.map(masker.header) }),
    engines: report.engines.map((result) => engineJson(result, mask)),
    exchanges: report.exchanges.map((seen, index) => ({
      ...observation(seen, masker, mask),
      standIn: report.standIn === index,
    })),
    trace: report.main.outcome.trace.map((entry) => mask(traceJson(entry))),
    causes: report.causes.map((cause) => ({
      ...cause,
      args: mask(cause.args),
      ...mask(causeWords(cause)),
      evidence: cause.evidence.map((item) => ({
        text: evidenceText(item, masker),
        kind: item.kind,
        exchange: 'exchange' in item ? item.exchange : null,
      })),
    })),
    checklist: mask(preflightChecklist(report)),
    experiments: report.experiments.map(({ id, seen }) => ({
      id,
      ...observation(seen, masker, mask),
    })),
    notSeen: report.notSeen,
    curl: curlCommands(report, masker),
    ...(report.fix === undefined ? {} : { fix: mask(fixJson(report.fix)) }),
    ...(report.verification === undefined
      ? {}
      : { verification: report.verification.results.map((one) => mask(verificationJson(one))) }),
  };
}

function fixJson(result: FixResult): object {
  if (result.kind === 'none') return { target: null, why: result.why };
  const { fix } = result;
  const { emission } = fix;
  return {
    target: fix.target.id,
    guessedFrom: fix.guess?.from ?? null,
    policy: policyJson(fix.policy),
    leastPolicy: policyJson(fix.derived.policy),
    needs: fix.derived.needs,
    changes: emission.kind === 'change' ? emission.changes : null,
    cannot: emission.kind === 'cannot' ? emission.reasons : null,
    reload: emission.kind === 'change' ? emission.reload : null,
    notes: [...fix.gaveWay, ...(emission.kind === 'change' ? emission.notes : [])],
    after: fix.after,
    check: fix.check,
    uncovered: fix.uncovered,
    engines: fix.engines,
    blame: fix.blame.map(({ line, column, header }) => ({ line, column, header })),
  };
}

function policyJson(policy: CorsPolicy): object {
  return { ...policy, origins: policy.origins.map(writeAllowedOrigin) };
}

function verificationJson(one: Verification): object {
  return { ...one, agrees: one.verdict === null ? null : !disagrees(one) };
}

function engineJson(
  { engine, outcome, console, failureName }: EngineResult,
  mask: <T>(value: T) => T,
): object {
  const { verdict, response, failure } = outcome;
  return {
    engine,
    verdict,
    response: mask(response),
    failure: failure && mask({ ...failure, name: failureName, phrase: failurePhrase(failure) }),
    console: mask(console),
  };
}

function observation(
  { request, result, meta }: Observation,
  masker: Masker,
  mask: <T>(value: T) => T,
): object {
  return {
    request: {
      kind: request.kind,
      method: request.method,
      url: masker.text(request.url),
      headers: request.headers.map(masker.header),
    },
    response:
      'status' in result ? { status: result.status, headers: maskedHeaders(result, masker) } : null,
    networkFailure: 'error' in result ? mask(result) : null,
    meta: meta ? mask({ ...meta, sentHeaders: meta.sentHeaders.map(masker.header) }) : null,
  };
}

function maskedHeaders(result: NetworkResult, masker: Masker): Header[] {
  return 'headers' in result ? result.headers.map(masker.header) : [];
}

function traceJson(entry: TraceEntry): object {
  const { term, url } = STEPS[entry.step];
  const text = entry.result === 'fail' ? null : notePhrase(entry);
  return { ...entry, term, url, text };
}

/** Every text in a value through the masker. */
function maskDeep<T>(value: T, masker: Masker): T {
  if (typeof value === 'string') return masker.text(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => maskDeep(item, masker)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, maskDeep(item, masker)]),
  ) as T;
}
