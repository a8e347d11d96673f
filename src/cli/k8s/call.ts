import type { EngineName } from '../../engines/index.js';
import { readCall, readOrigin } from '../../inputs/index.js';
import type { FetchRequest } from '../../protocol/index.js';
import { enginesNamed } from '../diagnose/engines.js';
import { UsageError } from '../io.js';
import type { K8sCallOptions } from './options.js';

/** The call that is asked about. */
export interface K8sCall {
  readonly request: FetchRequest;
  readonly origin: string;
  readonly engines: readonly EngineName[];
  readonly notes: readonly string[];
}

const DEFAULT_ORIGIN = 'http://localhost:3000';

/**
 * The call that options tell.
 * @throws UsageError with all that is wrong with them
 */
export function callOf(options: K8sCallOptions): K8sCall {
  if (options.url === undefined)
    throw new UsageError(
      '--url: none was given: the URL that the page calls, as https://api.example.com/v1/orders.',
    );
  const call = readCall(options.url, options);
  const origin = readOrigin(options.origin ?? DEFAULT_ORIGIN);
  const problems = [...call.problems, ...origin.problems];
  if (call.request === null || origin.origin === null || problems.length > 0)
    throw new UsageError(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const assumed =
    options.origin === undefined
      ? [`No --origin was given: a page at ${DEFAULT_ORIGIN} is assumed.`]
      : [];
  return {
    request: call.request,
    origin: origin.origin,
    engines: enginesNamed(options.engine),
    notes: [...assumed, ...origin.notes, ...call.notes],
  };
}
