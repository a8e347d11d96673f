import { rooted, type Behavior, type Distribution } from './config.js';

/** The path below which a behavior answers, where its pattern says that: `/api/` for `/api/*`; null for others. */
export function prefixOf({ pattern }: Behavior): string | null {
  if (pattern === null) return '/';
  return /^(\/[^*?]*)\*$/.exec(rooted(pattern))?.[1] ?? null;
}

/** The behaviors that may answer at a path or below it, in their order: none after one that takes all of it. */
export function behaviorsAt({ behaviors }: Distribution, path: string): readonly Behavior[] {
  const found: Behavior[] = [];
  for (const behavior of behaviors) {
    if (!mayAnswer(behavior, path)) continue;
    found.push(behavior);
    const prefix = prefixOf(behavior);
    if (prefix !== null && path.startsWith(prefix)) break;
  }
  return found;
}

function mayAnswer({ pattern }: Behavior, path: string): boolean {
  if (pattern === null) return true;
  const start = rooted(pattern).replace(/[*?].*$/, '');
  return isWithin(start, path) || (pattern.includes('*') && path.startsWith(start));
}

/** Whether a behavior answers at a path and below it only. */
export function isInside({ pattern }: Behavior, path: string): boolean {
  if (path === '/') return true;
  return pattern !== null && isWithin(rooted(pattern).replace(/[*?].*$/, ''), path);
}

function isWithin(start: string, path: string): boolean {
  return start === path || start.startsWith(path.endsWith('/') ? path : `${path}/`);
}
