import { parseUrl } from '../../../protocol/index.js';
import type { Value } from './values.js';

/** A value as JSON would have it; what is not known stands as a text. */
export function jsonOf(value: Value | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'text':
      return value.text;
    case 'literal':
      return value.value;
    case 'object':
      return Object.fromEntries([...value.entries].map(([key, each]) => [key, jsonOf(each)]));
    case 'list':
      return value.items.map(jsonOf);
    case 'call':
      return `{${value.name}(…)}`;
    case 'unknown':
      return `{${value.source}}`;
  }
}

/** A text, where the value is one or stands for one. */
export function textOf(value: Value | undefined): string | null {
  if (value === undefined) return null;
  if (value.kind === 'text') return value.text;
  if (value.kind === 'literal') return value.value === null ? null : String(value.value);
  if (value.kind === 'call' && value.name === 'JSON.stringify')
    return JSON.stringify(jsonOf(value.values[0])) ?? null;
  if (value.kind === 'call' && value.name === 'URL') {
    const [path, base] = value.values.map(textOf);
    return path == null || base == null ? (path ?? null) : (parseUrl(path, base)?.href ?? path);
  }
  if (value.kind === 'call' && /(?:^|\.)(?:String|encodeURI)$/.test(value.name))
    return textOf(value.values[0]);
  return value.kind === 'unknown' ? `{${value.source}}` : null;
}

/** The entries of `{…}`, `[[name, value]]` and `new Headers(…)`. */
export function pairsOf(value: Value | undefined): readonly (readonly [string, string])[] {
  if (value?.kind === 'object')
    return [...value.entries].flatMap(([name, each]) => {
      const text = textOf(each);
      return text === null ? [] : [[name, text] as const];
    });
  if (value?.kind === 'list')
    return value.items.flatMap((item) => {
      if (item.kind !== 'list') return [];
      const [name, text] = item.items.map(textOf);
      return typeof name === 'string' && typeof text === 'string' ? [[name, text] as const] : [];
    });
  return value?.kind === 'call' && value.name === 'Headers' ? pairsOf(value.values[0]) : [];
}

/** An entry of an object. */
export function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(
    (found, key) => (found?.kind === 'object' ? found.entries.get(key) : undefined),
    value,
  );
}

/** Whether a value is `true`. */
export function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'literal' && value.value === true;
}
