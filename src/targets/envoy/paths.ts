import type { RouteMatch } from './match.js';

/** Whether a route can answer at a path or below it. */
export function reaches({ kind, value }: RouteMatch, path: string): boolean {
  if (kind === 'regex' || kind === 'unknown') return true;
  return isWithin(value, path) || takesWhole(kind, value, path);
}

/** Whether a route answers at a path and below it only. */
export function isInside({ kind, value }: RouteMatch, path: string): boolean {
  return kind !== 'regex' && kind !== 'unknown' && isWithin(value, path);
}

/** Whether nothing at a path gets past a route. */
export function coversAll({ kind, value, headers, other }: RouteMatch, path: string): boolean {
  return headers.length === 0 && !other && takesWhole(kind, value, path);
}

/** Whether a route has conditions besides a plain path. */
export function isOdd({ kind, headers, other, ignoreCase }: RouteMatch): boolean {
  return kind === 'regex' || kind === 'unknown' || headers.length > 0 || other || ignoreCase;
}

function takesWhole(kind: RouteMatch['kind'], value: string, path: string): boolean {
  if (kind === 'prefix') return path.startsWith(value);
  return kind === 'separated' && (path === value || path.startsWith(`${value}/`));
}

function isWithin(value: string, path: string): boolean {
  return value === path || value.startsWith(path.endsWith('/') ? path : `${path}/`);
}
