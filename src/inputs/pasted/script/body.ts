import { jsonOf, pairsOf, textOf } from './json.js';
import type { Value } from './values.js';

/** A body and the Content-Type that comes with it by itself. */
export interface ScriptBody {
  readonly body: string | null;
  readonly type: string | null;
}

/** https://fetch.spec.whatwg.org/#bodyinit-unions: what type each kind of body brings. */
export function bodyOf(value: Value | undefined): ScriptBody {
  if (value === undefined || (value.kind === 'literal' && value.value === null))
    return { body: null, type: null };
  if (value.kind === 'call') {
    if (value.name === 'FormData')
      return { body: '--whycors--\r\n', type: 'multipart/form-data; boundary=whycors' };
    if (value.name === 'URLSearchParams')
      return {
        body: formText(value.values[0]),
        type: 'application/x-www-form-urlencoded;charset=UTF-8',
      };
  }
  return { body: textOf(value) ?? '', type: 'text/plain;charset=UTF-8' };
}

/** What axios and jQuery make JSON of by themselves. */
export function jsonBody(value: Value | undefined): ScriptBody {
  if (value?.kind === 'object' || value?.kind === 'list')
    return { body: JSON.stringify(jsonOf(value)), type: 'application/json' };
  const { body, type } = bodyOf(value);
  // axios sends texts as a form: lib/defaults/index.js, transformRequest.
  return body === null || value?.kind === 'call'
    ? { body, type }
    : { body, type: 'application/x-www-form-urlencoded' };
}

function formText(value: Value | undefined): string {
  if (value?.kind === 'text') return value.text;
  return new URLSearchParams(
    pairsOf(value).map(([name, each]): [string, string] => [name, each]),
  ).toString();
}
