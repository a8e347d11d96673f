import {
  BROWSER_NAMES,
  findBrowser,
  type BrowserName,
  type BrowserOptions,
} from '../../browsers/index.js';
import type { DiagnoseOptions } from '../diagnose/options.js';
import type { Call } from '../../live/session.js';
import { isSafe } from '../../live/stand-in.js';
import { UsageError } from '../io.js';
import { abilities, type Telling } from './abilities.js';

/** A browser that is to be asked, and how it is started; or why it is not asked. */
export type Job =
  | {
      readonly engine: BrowserName;
      readonly telling: Telling;
      readonly options: Pick<BrowserOptions, 'program' | 'env'>;
    }
  | { readonly engine: BrowserName; readonly reason: string };

/** What --verify comes down to. */
export interface Plan {
  readonly jobs: readonly Job[];
  readonly call: Call;
  /** Milliseconds for the request in one browser. */
  readonly maxTimeMs: number;
  /** --verify-out. */
  readonly file: string | null;
}

/**
 * Decides which browsers are asked, before anything is asked.
 * @throws UsageError when none of those that were asked for can be
 */
export function planVerification(
  call: Call,
  options: DiagnoseOptions,
  env: Readonly<Record<string, string | undefined>>,
): Plan {
  const unsent = unsentReason(call, options);
  const jobs = wanted(call, options).map((engine): Job => {
    const { program, missing } = findBrowser(engine, env);
    if (program === null) return { engine, reason: missing };
    const telling = abilities(engine, call, options);
    if (typeof telling === 'string') return { engine, reason: telling };
    if (unsent !== null) return { engine, reason: unsent };
    return { engine, telling, options: { program, env } };
  });
  if (!jobs.some((job) => 'telling' in job || job.reason === unsent)) {
    const reasons = jobs.map((job) => ('reason' in job ? job.reason : ''));
    throw new UsageError(reasons.map((reason) => `--verify: ${reason}`).join('\n'));
  }
  return {
    jobs,
    call,
    maxTimeMs: Number(options.maxTime ?? 20) * 1000,
    file: options.verifyOut ?? null,
  };
}

function wanted({ engines }: Call, { verify, engine }: DiagnoseOptions): BrowserName[] {
  const asked = BROWSER_NAMES.filter((name) => verify === true || verify === name);
  if (asked.length === 0) {
    throw new UsageError(
      `--verify: "${String(verify)}" is not one of ${BROWSER_NAMES.join(', ')}; without a name, all of them.`,
    );
  }
  const found = asked.filter((name) => engines.includes(name));
  if (found.length > 0) return found;
  throw new UsageError(
    `--verify: --engine ${engine} predicts nothing for ${asked.join(', ')}: leave one of the two out.`,
  );
}

function unsentReason({ request }: Call, { send }: DiagnoseOptions): string | null {
  const method = request.method.toUpperCase();
  if (send === true || isSafe({ method, body: request.body })) return null;
  return `${method} has side effects. Add --send to have each browser send it, too.`;
}
