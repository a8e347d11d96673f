import { emitFor, type PolicyResult } from '../fix/index.js';
import type { CorsPolicy } from '../policy/index.js';
import { parseUrl } from '../protocol/index.js';
import { TARGETS, type Place, type Target } from '../targets/index.js';
import { findTarget } from './find-target.js';
import { InputError } from './input-error.js';

/** Where a policy is to hold, and in which configuration. */
export interface EmitOptions {
  /** The API: its origin, and the path prefix below which the policy holds. */
  readonly url: string;
  /** What is behind the server, for a configuration written anew. Default: `http://127.0.0.1:3000`. */
  readonly upstream?: string;
  /** The text to change; without it a small whole is written. Only where the target is a file. */
  readonly config?: string;
  /** What that text's file is called, for the diff. Default: the target's usual name. */
  readonly file?: string;
}

/**
 * What makes a policy hold on a target. Where the target's configuration can be read, the change
 * is checked: read back, simulated, and tried with calls that the policy allows and calls next
 * door to them, in all engines (`check`). What a target cannot say is `emission.kind: 'cannot'`
 * with the reasons; what `check.kind: 'failed'` names is not to be used.
 * @param target an id or a target; `targets` has them all
 * @throws InputError for an id that is none, a URL that is none, or a configuration for a target that is code
 */
export function emitPolicy(
  target: Target | string,
  policy: CorsPolicy,
  options: EmitOptions,
): PolicyResult {
  const found = typeof target === 'string' ? findTarget(target) : target;
  if (found === null)
    throw bad('target', `"${String(target)}" is not one of ${Object.keys(TARGETS).join(', ')}.`);
  if (options.config !== undefined && found.kind === 'code')
    throw bad('config', `${found.title} is configured in code, which is written and not read.`);
  const { config } = options;
  const source = config === undefined ? null : { file: options.file ?? found.file, text: config };
  return emitFor(found, policy, placeOf(options), source);
}

function placeOf({ url, upstream = 'http://127.0.0.1:3000' }: EmitOptions): Place {
  const api = httpUrl(url, 'url');
  return {
    origin: api.origin,
    path: api.pathname,
    upstream: httpUrl(upstream, 'upstream').origin,
  };
}

function httpUrl(text: string, option: string): { origin: string; pathname: string } {
  const url = parseUrl(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw bad(option, `"${text}" is no http or https URL.`);
}

function bad(path: string, message: string): InputError {
  return new InputError([{ path, message }]);
}
