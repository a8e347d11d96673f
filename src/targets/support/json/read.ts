import { parseDocument, type Node } from 'yaml';
import type { ConfigProblem, Source } from '../../target.js';

/** What a JSON text holds. */
export interface JsonReading {
  readonly root: Node | null;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads JSON with places, as the YAML that it is too; tabs, which YAML does not take
 * everywhere, count as spaces.
 */
export function readJson({ text }: Source): JsonReading {
  const document = parseDocument(text.replaceAll('\t', ' '), {
    prettyErrors: false,
    logLevel: 'silent',
  });
  const problems = document.errors.slice(0, 1).map(({ pos: [start, end] }): ConfigProblem => {
    const span = { start: Math.min(start, text.length), end: Math.min(end, text.length) };
    return {
      rule: 'json-syntax',
      severity: 'error',
      span,
      message: 'This is no JSON from here on.',
    };
  });
  const isJson = /^\s*[[{]/.test(text);
  return { root: problems.length === 0 && isJson ? document.contents : null, problems };
}
