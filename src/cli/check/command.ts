import { existsSync } from 'node:fs';
import {
  casesOf,
  readContract,
  shardOf,
  type CaseResult,
  type Contract,
  type ContractCase,
} from '../../contract/index.js';
import { checkReport } from '../../reporters/check/index.js';
import { escapeControls } from '../../reporters/index.js';
import { isOpenApi } from '../../inputs/openapi/read.js';
import type { Source } from '../../targets/index.js';
import { positionAt, positionsIn } from '../../targets/support/position.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { nearest } from '../nearest.js';
import { readInput } from '../read-source.js';
import { contractOfApi } from './api.js';
import { changedSince, readPrevious } from './previous.js';
import { runCases } from './run.js';
import { outputOf, writeReports } from './write.js';

export interface CheckOptions {
  readonly env?: string;
  readonly var?: readonly string[];
  readonly simulate?: string;
  readonly target?: string;
  readonly live?: boolean;
  readonly send?: boolean;
  readonly report?: readonly string[];
  readonly onlyChanged?: string;
  readonly shard?: string;
  readonly perHost?: string;
  readonly retries?: string;
  readonly maxTime?: string;
  readonly insecure?: boolean;
  readonly proxy?: string;
  readonly color?: boolean;
  /** For OpenAPI documents. */
  readonly origin?: readonly string[];
  readonly server?: string;
}

const NAMES = ['whycors.yaml', 'whycors.yml', '.whycors.yaml'];

/**
 * `whycors check`: a contract against servers, or a configuration, or both.
 * @returns the exit code: 0 all as expected, 1 not, 2 wrong usage or contract, 3 only servers that were not reached
 */
export async function checkCommand(
  file: string | undefined,
  options: CheckOptions,
  io: Io,
): Promise<number> {
  const started = performance.now();
  const name = file ?? NAMES.find((each) => existsSync(each));
  if (name === undefined)
    throw new UsageError(
      'There is no whycors.yaml here: name a contract, or write one with whycors init.',
    );
  return checkSource(await readInput(name, io), options, io, started);
}

/** The same for a contract, or an OpenAPI document, that was read. */
export async function checkSource(
  source: Source,
  options: CheckOptions,
  io: Io,
  started = performance.now(),
): Promise<number> {
  const outputs = (options.report ?? ['text']).map(outputOf);
  const previous =
    options.onlyChanged === undefined ? null : await readPrevious(options.onlyChanged);
  const cases = sharded(casesOf(contractOf(source, options, io)), options.shard);
  const { results, against } = await resultsOf(cases, options, io);
  const shown = previous === null ? results : changedSince(results, previous);
  const report = checkReport({
    file: source.file,
    results: shown,
    against: escapeControls(against),
    started: new Date(Date.now() - (performance.now() - started)),
    took: performance.now() - started,
    position: positionsIn(source.text),
  });
  await writeReports(report, outputs, options.color, io);
  const { failed, unreachable } = report.counts;
  if (failed > 0) return EXIT.blocked;
  return unreachable > 0 ? EXIT.unreachable : EXIT.allowed;
}

/** Faults of a contract that are named; the rest is counted. */
const MOST_PROBLEMS = 50;

/** @throws UsageError with each fault and its place */
function contractOf(source: Source, options: CheckOptions, io: Io): Contract {
  if (isOpenApi(source.text)) return contractOfApi(source.text, source.file, options, io);
  for (const name of ['origin', 'server'] as const)
    if (options[name] !== undefined)
      throw new UsageError(`--${name}: is for OpenAPI documents; a contract has its own.`);
  const { value, problems } = readContract(source, {
    nearest,
    variables: variablesOf(options.var ?? []),
    ...(options.env === undefined ? {} : { environment: options.env }),
  });
  if (value !== null) return value;
  const lines = problems.slice(0, MOST_PROBLEMS).map(({ span, message }) => {
    const { line, column } = positionAt(source.text, span.start);
    return `${source.file}:${line}:${column}: ${message}`;
  });
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`${source.file}: and ${more} more.`);
  throw new UsageError(lines.join('\n'));
}

async function resultsOf(
  cases: readonly ContractCase[],
  options: CheckOptions,
  io: Io,
): Promise<{ readonly results: readonly CaseResult[]; readonly against: string }> {
  const simulated = options.simulate === undefined ? null : await simulate(cases, options, io);
  if (simulated !== null && options.live !== true)
    return { results: simulated, against: `simulated with ${options.simulate}` };
  const progress = progressOf(io, cases.length);
  const live = await runCases(cases, {
    live: {
      maxTimeMs: number(options.maxTime, '--max-time', 10, 0.001) * 1000,
      insecure: options.insecure === true,
      ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    },
    perHost: number(options.perHost, '--per-host', 8),
    retries: number(options.retries, '--retries', 1, 0),
    send: options.send === true,
    onResult: progress,
  });
  progress(-1);
  if (simulated === null) return { results: live, against: 'asked' };
  return {
    results: live.map((result, index) => compared(result, simulated[index])),
    against: `asked, and compared with ${options.simulate}`,
  };
}

/** A result of the network, which also has to be what the configuration says. */
function compared(live: CaseResult, simulated: CaseResult | undefined): CaseResult {
  const same = simulated === undefined || simulated.verdict === live.verdict;
  if (same || !['allowed', 'blocked'].includes(live.verdict)) return live;
  const message = `The server does not do what the configuration says: it is ${live.verdict}, and simulated it is ${simulated.verdict}. ${live.message ?? ''}`;
  return { ...live, passed: false, message: message.trim() };
}

/** Only a check of a configuration pays for loading the targets. */
async function simulate(
  cases: readonly ContractCase[],
  { simulate: file = '', target }: CheckOptions,
  io: Io,
): Promise<readonly CaseResult[]> {
  const { simulateFile } = await import('./simulate-file.js');
  return simulateFile(cases, file, target, io);
}

function variablesOf(typed: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    typed.map((each) => {
      const [name = '', value] = each.split(/=(.*)/s);
      if (value === undefined) throw new UsageError(`--var: "${each}" is to be NAME=VALUE.`);
      return [name, value];
    }),
  );
}

function sharded(
  cases: readonly ContractCase[],
  shard: string | undefined,
): readonly ContractCase[] {
  if (shard === undefined) return cases;
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  const [at, all] = [Number(index), Number(of)];
  if (!(at >= 1 && at <= all))
    throw new UsageError(`--shard: "${shard}" is to be I/N, as 1/4 for the first of four.`);
  return shardOf(cases, at, all);
}

function number(typed: string | undefined, option: string, otherwise: number, least = 1): number {
  if (typed === undefined) return otherwise;
  const value = Number(typed);
  if (Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`${option}: "${typed}" is no number of at least ${least}.`);
}

/** A bar on a terminal's standard error. */
function progressOf(io: Io, all: number): (done: number) => void {
  if (!io.errIsTerminal || all < 20) return () => {};
  let shown = 0;
  return (done) => {
    if (done === -1) return void io.err('\r\x1b[K');
    const now = performance.now();
    if (now - shown < 100) return;
    shown = now;
    const width = Math.round((done / all) * 30);
    io.err(`\r[${'█'.repeat(width)}${' '.repeat(30 - width)}] ${done} of ${all}`);
  };
}
