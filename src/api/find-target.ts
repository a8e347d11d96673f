import { TARGETS, type FileTarget, type Source, type Target } from '../targets/index.js';

/** All targets, in the order of their ids. */
export const targets: readonly Target[] = Object.values(TARGETS);

/** The target of an id (`nginx`, `ingress-nginx`, `express` …), or null where there is none. */
export function findTarget(id: string): Target | null {
  return targets.find((target) => target.id === id) ?? null;
}

/** The target whose configuration a text is, or null where none or several recognise it. */
export function guessTarget(source: Source): FileTarget | null {
  const found = targets.filter(
    (target): target is FileTarget => target.kind === 'file' && target.recognises(source),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}
