import type { CaseResult, ContractCase } from '../../contract/index.js';
import { createLiveDriver, type LiveDriver, type LiveOptions } from '../../drivers/live/index.js';
import { parseUrl } from '../../protocol/index.js';
import { Asker } from '../../live/asker.js';
import { Judge } from './judge.js';

export interface RunOptions {
  readonly live: LiveOptions;
  /** Requests at the same time to one host. */
  readonly perHost: number;
  /** How often a case is tried again that the network failed. */
  readonly retries: number;
  readonly send: boolean;
  /** How the user says that requests with side effects may be sent; `--send` without it. */
  readonly sendOption?: string;
  readonly onResult: (done: number) => void;
}

/** Hosts that are asked at the same time: each has up to `perHost` connections, and there are limits on open files. */
const MOST_HOSTS = 64;

/** A host that did not answer so often in a row is not asked again. */
const MOST_FAILURES = 5;

/**
 * Runs cases against real servers. Each host has connections of its own, so that
 * one that is slow or dead keeps no other waiting.
 * @returns the results in the order of the cases
 */
export async function runCases(
  cases: readonly ContractCase[],
  options: RunOptions,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const byHost = new Map<string, number[]>();
  // Thousands of URLs begin in few ways, and parsing is dear.
  const origins = new Map<string, string>();
  for (const [index, { request }] of cases.entries()) {
    const start = /^https?:\/\/[^/?#\\]*/i.exec(request.url)?.[0] ?? request.url;
    const host = origins.get(start) ?? parseUrl(start)?.origin ?? '';
    origins.set(start, host);
    const queue = byHost.get(host) ?? [];
    byHost.set(host, queue);
    queue.push(index);
  }
  let done = 0;
  const finish = (index: number, result: CaseResult): void => {
    results[index] = result;
    options.onResult(++done);
  };
  const waiting = [...byHost.values()];
  const next = async (): Promise<void> => {
    for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift())
      await runHost(queue, cases, options, finish);
  };
  await Promise.all(Array.from({ length: Math.min(MOST_HOSTS, waiting.length) }, next));
  return results;
}

async function runHost(
  queue: readonly number[],
  cases: readonly ContractCase[],
  options: RunOptions,
  finish: (index: number, result: CaseResult) => void,
): Promise<void> {
  let next = 0;
  let failures = 0;
  let dead: CaseResult | null = null;
  const lane = async (driver: LiveDriver): Promise<void> => {
    const judge = new Judge(options.sendOption);
    for (;;) {
      const index = queue[next++];
      const each = index === undefined ? undefined : cases[index];
      if (index === undefined || each === undefined) return;
      if (dead !== null) {
        finish(index, { ...dead, case: each, took: 0 });
        continue;
      }
      const result = await withRetries(each, driver, judge, options);
      failures = result.verdict === 'unreachable' ? failures + 1 : 0;
      if (failures >= MOST_FAILURES) dead = result;
      finish(index, result);
    }
  };
  const lanes = Math.min(options.perHost, queue.length);
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      const driver = createLiveDriver({ ...options.live, maxTimeEach: true });
      try {
        await lane(driver);
      } finally {
        driver.close();
      }
    }),
  );
}

/** Only what the network failed is tried again: an answer is an answer. */
async function withRetries(
  each: ContractCase,
  driver: LiveDriver,
  judge: Judge,
  { retries, send }: RunOptions,
): Promise<CaseResult> {
  for (let left = retries; ; left--) {
    const result = await judge.judge(each, new Asker(driver, send));
    if (result.verdict !== 'unreachable' || left === 0) return result;
  }
}
