import { ENGINE_NAMES, type EngineName } from '../../engines/index.js';
import { UsageError } from '../io.js';

/** The three browsers, Chromium first. */
const BROWSERS: readonly EngineName[] = ['chromium', 'firefox', 'webkit'];

/**
 * What --engine names: without it (or with `all`) the three browsers.
 * @throws UsageError with the list
 */
export function enginesNamed(option: string | undefined): readonly EngineName[] {
  return option === undefined || option === 'all' ? BROWSERS : [engineNamed(option)];
}

/**
 * One engine by its name.
 * @throws UsageError with the list
 */
export function engineNamed(option: string): EngineName {
  const found = ENGINE_NAMES.find((name) => name === option);
  if (found !== undefined) return found;
  throw new UsageError(`--engine: "${option}" is not one of ${ENGINE_NAMES.join(', ')}, all.`);
}
