import type { Exchange } from './exchange.js';
import { samplesOf } from './expression.js';

/** `%[…]`, `%{+Q}[…]`, `%%`, and the aliases of logs. https://docs.haproxy.org/2.6/configuration.html#8.2.4 */
const PIECES = /%(?:\{[^}]*\})?\[((?:[^\]\\]|\\.)*)\]|%%|%(?:\{[^}]*\})?[A-Za-z]+/g;

/** A log-format text with its expressions put in; those that fail are empty. */
export function expand(format: string, exchange: Exchange): string {
  return format.replaceAll(PIECES, (piece, expression: string | undefined) => {
    if (expression !== undefined) return samplesOf(expression, exchange).at(-1) ?? '';
    return piece === '%%' ? '%' : '';
  });
}

/** The expressions of a log-format text. */
export function expressionsOf(format: string): readonly string[] {
  return [...format.matchAll(PIECES)].flatMap(([, expression]) => expression ?? []);
}

/** Whether a text has an alias of logs, which are not followed. */
export function hasAlias(format: string): boolean {
  return [...format.matchAll(PIECES)].some(
    ([piece, expression]) => expression === undefined && piece !== '%%',
  );
}
