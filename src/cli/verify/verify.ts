import { BrowserError } from '../../browsers/index.js';
import type { Masker, Report, Verification } from '../../reporters/index.js';
import { disagrees } from '../../reporters/index.js';
import { withProgress } from '../diagnose/progress.js';
import { EXIT } from '../exit-codes.js';
import type { Io } from '../io.js';
import { askBrowser, type Answer } from './ask.js';
import { interruptible } from './interrupt.js';
import type { Job, Plan } from './plan.js';
import { writeDisagreement } from './scenario.js';

/** Milliseconds that a browser may take to start and end, besides the request. */
const LAUNCH_TIME = 30_000;

/** Asks the browsers of the plan, all at once, and puts what they did into the report. */
export async function verify(plan: Plan, report: Report, masker: Masker, io: Io): Promise<Report> {
  const names = plan.jobs.filter((job) => 'telling' in job).map(({ engine }) => engine);
  const settled = await interruptible((stop) =>
    withProgress(io, `asking ${names.join(', ')}`, () =>
      // Not one may be left alone with its browser because another failed.
      Promise.allSettled(plan.jobs.map((job) => one(job, plan, report, stop))),
    ),
  );
  const results = settled.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  const asked = plan.jobs.some((job) => 'telling' in job);
  const answered = results.some(({ verdict }) => verdict !== null);
  const wrong = results.some(disagrees);
  const verified = {
    ...report,
    exitCode: asked && !answered ? EXIT.usage : report.exitCode,
    verification: { results, file: wrong ? plan.file : null },
  };
  if (wrong && plan.file !== null) writeDisagreement(plan.file, verified, plan.call, masker);
  return verified;
}

async function one(job: Job, plan: Plan, report: Report, stop: AbortSignal): Promise<Verification> {
  const { engine } = job;
  const { outcome } = report.engines.find((result) => result.engine === engine)!;
  const not = (reason: string): Verification => ({
    engine,
    browser: null,
    predicted: outcome.verdict,
    verdict: null,
    response: null,
    console: [],
    differs: [],
    page: null,
    reason,
    notes: [],
  });
  if ('reason' in job) return not(job.reason);
  const limitMs = plan.maxTimeMs + LAUNCH_TIME;
  const limit = AbortSignal.timeout(limitMs);
  try {
    const answer = await askBrowser(job, plan.call, AbortSignal.any([stop, limit]));
    if (answer.origin !== plan.call.origin) {
      return not(`the browser showed the page at ${answer.origin}, not at ${plan.call.origin}.`);
    }
    return {
      ...not(''),
      reason: null,
      browser: `${answer.version} (${job.options.program})`,
      verdict: answer.verdict,
      response: answer.response,
      console: answer.console,
      differs: differences(answer, engine, report),
      page: job.telling.page,
      notes: job.telling.notes,
    };
  } catch (error) {
    if (limit.aborted) return not(`it had no answer ${limitMs / 1000} s after its start.`);
    if (error instanceof BrowserError) return not(error.message);
    throw error;
  }
}

function differences(answer: Answer, engine: string, report: Report): Verification['differs'] {
  const predicted = report.engines.find((result) => result.engine === engine)!;
  const { verdict, response } = predicted.outcome;
  if (answer.verdict !== verdict) return ['verdict'];
  const status = response?.status === answer.response?.status ? [] : (['status'] as const);
  const said = predicted.console.every((line) => answer.console.includes(line));
  return [...status, ...(said ? [] : (['console'] as const))];
}
