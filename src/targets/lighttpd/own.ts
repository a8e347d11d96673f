import { parseUrl } from '../../protocol/index.js';
import { escapeRegex } from '../support/origin-regex.js';
import type { Place } from '../target.js';
import type { Context } from './contexts.js';
import type { Block, Condition, Statement } from './parse.js';

/** The settings by which mod_setenv sends headers. */
export const LISTS = ['setenv.add-response-header', 'setenv.set-response-header'] as const;

/** The line above a place's block. */
export function headingOf({ origin, path }: Place): string {
  return `# CORS for ${origin}${path}`;
}

/** The regular expression of a place's paths. `(?:)` tells it from what a user writes: equal conditions are one to lighttpd. */
export function pathPattern(path: string): string {
  return path === '/' ? '^(?:)/' : `^(?:)${escapeRegex(path.replace(/\/$/, ''))}(?:/|$)`;
}

/** The path of a place's condition; null for a condition that was not written here. */
function pathOf({ operator, value }: Condition): string | null {
  if (operator !== '=~' || value.kind !== 'text' || !value.value.startsWith('^(?:)/')) return null;
  if (value.value === '^(?:)/') return '/';
  return value.value.slice('^(?:)'.length, -'(?:/|$)'.length).replaceAll(/\\(.)/g, '$1');
}

/** A block that was written here: a host and one place of it. */
export interface OwnBlock {
  readonly host: string;
  readonly path: string;
  readonly block: Block;
}

/** The blocks that were written here, for whatever place. */
export function ownBlocks(statements: readonly Statement[]): readonly OwnBlock[] {
  return statements.flatMap((block) => {
    if (block.kind !== 'block' || block.condition?.field !== 'host') return [];
    const [inner, ...others] = block.statements;
    if (inner?.kind !== 'block' || inner.condition === null || others.length > 0) return [];
    const path = pathOf(inner.condition);
    const { value } = block.condition;
    return path === null || value.kind !== 'text' ? [] : [{ host: value.value, path, block }];
  });
}

/** Whether a context is one that was written here, or within one. */
export function isOurs(context: Context): boolean {
  const { condition, parent } = context;
  if (condition !== null && pathOf(condition) !== null) return true;
  return parent !== null && isOurs(parent);
}

/** The host of a place, with its port where it is not the usual one. */
export function hostOf({ origin }: Place): string {
  return parseUrl(origin)?.host ?? '';
}

/** Whether a header of a list is about CORS. */
export function isCorsEntry(key: string | null, value: string | null): boolean {
  const name = key?.toLowerCase() ?? '';
  return (
    name.startsWith('access-control-') || (name === 'vary' && value?.toLowerCase() === 'origin')
  );
}
