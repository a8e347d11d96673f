import { readFileSync } from 'node:fs';
import { guessTargets, makeFix, mendableIn, type Guess } from '../../fix/index.js';
import type { FixResult, Report } from '../../reporters/index.js';
import { TARGETS, type Source, type Target } from '../../targets/index.js';
import { UsageError, type Io } from '../io.js';
import { nearest } from '../nearest.js';
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
export function planFix(options: FixOptions): (report: Report, io: Io) => Promise<FixResult> {
  const named = options.target === null ? null : targetNamed(options.target);
  const config = options.config === null ? null : readConfig(options.config);
  if (options.write && config === null)
    throw new UsageError('--write: says to change a file: name it with --config.');
  const ofConfig = config === null ? null : targetOf(config, named);
  return async (report, io) => {
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
    const guesses = guessTargets([...exchanges, ...experiments.map(({ seen }) => seen)]);
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

function targetNamed(id: string): Target {
  const found = Object.values(TARGETS).find((target) => target.id === id.toLowerCase());
  if (found !== undefined) return found;
  const ids = Object.keys(TARGETS);
  const near = nearest(id, ids);
  const hint = near === null ? `one of ${ids.join(', ')}` : `did you mean ${near}`;
  throw new UsageError(`--fix: "${id}" is no target that whycors knows: ${hint}.`);
}

function readConfig(file: string): Source {
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    throw new UsageError(`--config: ${file} cannot be read (${code}).`);
  }
}

/** The target whose file this is; a target that was named goes first. */
function targetOf(config: Source, named: Target | null): Target {
  if (named !== null) {
    if (named.kind === 'file') return named;
    throw new UsageError(
      `--config: ${named.title} is configured in code, which whycors does not read: leave --config out.`,
    );
  }
  const found = Object.values(TARGETS).filter(
    (target) => target.kind === 'file' && target.recognises(config),
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const which = found.map(({ id }) => id).join(', ');
  throw new UsageError(
    `--config: ${config.file} is ${first === undefined ? 'of no server that whycors recognises' : `read by ${which}`}: say which with --fix=<target>.`,
  );
}
