import { TARGETS, type FileTarget, type Source, type Target } from '../targets/index.js';
import { UsageError } from './io.js';
import { nearest } from './nearest.js';

/** All targets, in the order of their ids. */
export const ALL_TARGETS: readonly Target[] = Object.values(TARGETS);

/**
 * The target of an id that the user typed.
 * @throws UsageError with the nearest id and the list
 */
export function targetNamed(id: string, option: string, among = ALL_TARGETS): Target {
  const found = among.find((target) => target.id === id);
  if (found !== undefined) return found;
  const ids = among.map((target) => target.id);
  const near = nearest(id.toLowerCase(), ids);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw new UsageError(`${option}: "${id}" is no target.${hint}\nThere are: ${ids.join(', ')}`);
}

/**
 * The target of an id whose configuration can be read.
 * @throws UsageError for other ids, and for targets that are code
 */
export function fileTargetNamed(id: string, option: string, among = ALL_TARGETS): FileTarget {
  const target = targetNamed(id, option, among);
  if (target.kind === 'file') return target;
  throw new UsageError(
    `${option}: ${target.title} is configured in code, which whycors writes and does not read.`,
  );
}

/** The target whose configuration a source is, or null where none or several recognise it. */
export function targetOf(source: Source, among = ALL_TARGETS): FileTarget | null {
  const found = among.filter((target) => target.kind === 'file' && target.recognises(source));
  const [only] = found;
  return found.length === 1 && only?.kind === 'file' ? only : null;
}
