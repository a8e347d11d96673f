import { guessTargets, makeFix, mendableIn, type Guess } from '../../fix/index.js';
import type { FixResult, Report } from '../../reporters/index.js';
import { TARGETS, type Source, type Target } from '../../targets/index.js';
import { UsageError, type Io } from '../io.js';
import { readSource } from '../read-source.js';
import { fileTargetNamed, targetNamed, targetOf } from '../targets.js';
import { writeFix } from './write.js';

/** What the command line says of the fix. */
export interface FixOptions {
  /** Id of a target; null: guess. */
  readonly target: string | null;
  /** The user's configuration file. */
  readonly config: string | null;
  readonly write: boolean;
}

/**
 * Reads what can be read before anything is asked of a server.
 * @returns what makes the fix of a report
 * @throws UsageError for an unknown target or a file that cannot be used
 */
export async function planFix(
  options: FixOptions,
  io: Io,
): Promise<(report: Report) => Promise<FixResult>> {
  const named = options.target === null ? null : targetNamed(options.target, '--fix');
  const config = options.config === null ? null : await readSource(options.config, io);
  if (options.write && config === null)
    throw new UsageError('--write: says to change a file: name it with --config.');
  const ofConfig = config === null ? null : targetOfConfig(config, options.target);
  return async (report) => {
    const { request, origin, main, exchanges, experiments } = report;
    if (report.verdict === 'allowed')
      return {
        kind: 'none',
        why: 'The browser lets the call through: there is nothing to change.',
      };
    const call = { origin, request };
    if (!mendableIn(call).includes(main.engine) || main.outcome.failure?.code === 'network-failure')
      return {
        kind: 'none',
        why: 'No CORS configuration of a server would let this call through: mend the cause above first.',
      };
    const guesses = guessTargets(
      [...exchanges, ...experiments.map(({ seen }) => seen)],
      Object.values(TARGETS),
    );
    const [guess] = guesses;
    const target = named ?? ofConfig ?? guess?.target;
    if (target === undefined) return { kind: 'none', why: unknownServer() };
    const guessed: Guess | null = named === null && ofConfig === null ? (guess ?? null) : null;
    const fix = makeFix({ call, target, guess: guessed, config }, main.engine);
    if (options.write) await writeFix(fix, io);
    const others = guesses
      .filter((each) => each.target !== target)
      .map((each) => each.target.title);
    return { kind: 'fix', fix, others };
  };
}

function unknownServer(): string {
  return `The answers do not tell which server this is. Say it with --fix=<target>, one of: ${Object.keys(TARGETS).join(', ')}.`;
}

/** The target whose file this is; a target that was named goes first. */
function targetOfConfig(config: Source, named: string | null): Target {
  if (named !== null) return fileTargetNamed(named, '--fix');
  const found = targetOf(config);
  if (found !== null) return found;
  throw new UsageError(
    `--config: ${config.file} is not clearly of one server that whycors reads: say which with --fix=<target>.`,
  );
}
