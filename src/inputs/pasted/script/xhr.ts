import { pastedCall, type PastedCall } from '../call.js';
import { bodyOf } from './body.js';
import { isTrue, textOf } from './json.js';
import type { Value } from './values.js';

/** One statement about an XMLHttpRequest. */
export interface XhrStep {
  /** `open`, `setRequestHeader`, `send`, `withCredentials`. */
  readonly name: string;
  readonly values: readonly Value[];
}

/** The request that the steps of one XMLHttpRequest make; null before `open` has a URL. */
export function readXhr(steps: readonly XhrStep[]): PastedCall | null {
  const step = (name: string): XhrStep | undefined => steps.findLast((each) => each.name === name);
  const [method, target] = step('open')?.values ?? [];
  const url = textOf(target);
  if (url === null) return null;
  const headers = steps
    .filter(({ name }) => name === 'setRequestHeader')
    .flatMap(({ values }): (readonly [string, string])[] => {
      const [name, value] = values.map(textOf);
      return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [];
    });
  const { body, type } = bodyOf(step('send')?.values[0]);
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    ...pastedCall('an XMLHttpRequest', url),
    method: textOf(method)?.toUpperCase() ?? null,
    headers:
      typed || body === null || type === null ? headers : [...headers, ['Content-Type', type]],
    body,
    credentials: isTrue(step('withCredentials')?.values[0]) ? 'include' : null,
    xhr: true,
  };
}
