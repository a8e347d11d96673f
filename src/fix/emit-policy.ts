import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { CorsPolicy } from '../policy/index.js';
import { applyChanges, type Place, type Source, type Target } from '../targets/index.js';
import { checkEmission } from './check-emission.js';
import type { PolicyResult } from './policy-result.js';

/**
 * What a target makes of a policy, checked where it can be.
 * @param config the user's configuration; null to write one anew
 */
export function emitFor(
  target: Target,
  policy: CorsPolicy,
  place: Place,
  config: Source | null,
): PolicyResult {
  const about = { target, policy, place };
  if (target.kind === 'code') {
    const emission = target.emit(policy, place);
    const check = emission.kind === 'cannot' ? null : { kind: 'not-simulated' as const };
    return { ...about, emission, check, before: '', diff: null };
  }
  const existing = config ?? { file: target.file, text: target.skeleton(place) };
  const before = existing.text;
  const emission = target.emit(policy, place, existing);
  if (emission.kind === 'cannot') return { ...about, emission, check: null, before, diff: null };
  return {
    ...about,
    emission,
    before,
    check: checkEmission(target, policy, place, existing, emission.changes),
    diff: config && unifiedDiff(config, applyChanges(config.text, emission.changes)),
  };
}

function unifiedDiff({ file, text }: Source, after: string): string {
  if (after === text) return '';
  return createTwoFilesPatch(file, file, text, after, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}
