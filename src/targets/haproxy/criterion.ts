import type { Exchange } from './exchange.js';
import { samplesOf } from './expression.js';
import type { Word } from './parse.js';

/** How a pattern is compared: https://docs.haproxy.org/2.6/configuration.html#7.1 */
export type Method =
  | 'str'
  | 'beg'
  | 'end'
  | 'sub'
  | 'dom'
  | 'dir'
  | 'reg'
  | 'int'
  | 'bool'
  | 'found'
  | 'len'
  | 'other';

/** What an ACL or a pair of braces says: an expression and what it is compared with. */
export interface Criterion {
  readonly expression: string;
  readonly method: Method;
  readonly ignoreCase: boolean;
  readonly patterns: readonly Word[];
  /** Patterns that stand in a file. */
  readonly fromFile: boolean;
}

const SUFFIX = /^([\w.]+)_(beg|end|sub|dom|dir|reg|len)((?:\(|,|$).*)/s;
const METHODS = /^(?:str|beg|end|sub|dom|dir|reg|int|bool|found|len)$/;

/** Reads `hdr_end(origin) -i .example.com`. */
export function criterionOf(words: readonly Word[]): Criterion {
  const [first, ...rest] = words;
  const written = first?.value ?? '';
  const suffix = SUFFIX.exec(written);
  const expression = suffix === null ? written : `${suffix[1] ?? ''}${suffix[3] ?? ''}`;
  let method: Method = suffix === null ? usualMethod(expression) : methodOf(suffix[2] ?? '');
  let ignoreCase = false;
  let fromFile = false;
  let i = 0;
  for (; i < rest.length; i++) {
    const flag = rest[i]?.value ?? '';
    if (flag === '-i') ignoreCase = true;
    else if (flag === '-n' || flag === '-M') continue;
    else if (flag === '-m') method = methodOf(rest[++i]?.value ?? '');
    else if (flag === '-f') {
      fromFile = true;
      i++;
    } else if (flag === '-u') i++;
    else {
      if (flag === '--') i++;
      break;
    }
  }
  return { expression, method, ignoreCase, patterns: rest.slice(i), fromFile };
}

function methodOf(text: string): Method {
  return METHODS.test(text) ? (text as Method) : 'other';
}

function usualMethod(expression: string): Method {
  const name = /^[\w.]+/.exec(expression)?.[0] ?? '';
  if (/_cnt$|^status$|^int$/.test(name)) return 'int';
  return /^(?:ssl_fc|bool|always_true|always_false|http_auth.*)$/.test(name) ? 'bool' : 'str';
}

/** Whether any sample matches any pattern. What cannot be read (or is not followed) matches nothing. */
export function matches(criterion: Criterion, exchange: Exchange): boolean {
  const samples = samplesOf(criterion.expression, exchange);
  const { method, patterns } = criterion;
  if (method === 'found') return samples.length > 0;
  if (method === 'bool') return samples.some((sample) => Number.parseInt(sample, 10) > 0);
  const values = patterns.map(({ value }) => value);
  if (method === 'int' || method === 'len')
    return samples.some((sample) =>
      inRange(method === 'len' ? sample.length : Number(sample), values),
    );
  return samples.some((sample) => values.some((pattern) => compare(criterion, pattern, sample)));
}

function compare({ method, ignoreCase }: Criterion, pattern: string, sample: string): boolean {
  if (method === 'reg') return regexOf(pattern, ignoreCase)?.test(sample) ?? false;
  const [text, wanted] = ignoreCase
    ? [sample.toLowerCase(), pattern.toLowerCase()]
    : [sample, pattern];
  switch (method) {
    case 'str':
      return text === wanted;
    case 'beg':
      return text.startsWith(wanted);
    case 'end':
      return text.endsWith(wanted);
    case 'sub':
      return text.includes(wanted);
    case 'dom':
      return between(text, wanted, '/?.:');
    case 'dir':
      return between(text, wanted, '/?');
    default:
      return false;
  }
}

/** Whether a text holds another between delimiters, those at its own ends taken away. */
function between(text: string, pattern: string, delimiters: string): boolean {
  const is = (char: string): boolean => char === '' || delimiters.includes(char);
  let [start, end] = [0, pattern.length];
  while (start < end && is(pattern.charAt(start))) start++;
  while (end > start && is(pattern.charAt(end - 1))) end--;
  const core = pattern.slice(start, end);
  if (core === '') return false;
  for (let at = text.indexOf(core); at >= 0; at = text.indexOf(core, at + 1))
    if (is(text.charAt(at - 1)) && is(text.charAt(at + core.length))) return true;
  return false;
}

/** `5`, `1:5`, `gt 0`. */
function inRange(number: number, values: readonly string[]): boolean {
  let operator = 'eq';
  return values.some((value) => {
    if (/^(?:eq|ge|gt|le|lt)$/.test(value)) {
      operator = value;
      return false;
    }
    const [low = '', high] = value.split(':');
    if (high !== undefined) return number >= Number(low) && number <= Number(high || Infinity);
    const wanted = Number(low);
    if (operator === 'ge') return number >= wanted;
    if (operator === 'gt') return number > wanted;
    if (operator === 'le') return number <= wanted;
    if (operator === 'lt') return number < wanted;
    return number === wanted;
  });
}

/** A regular expression of PCRE's as JavaScript has it; null where it has none. */
export function regexOf(pattern: string, ignoreCase: boolean): RegExp | null {
  const inline = pattern.startsWith('(?i)');
  try {
    return new RegExp(pattern.replace(/^\(\?i\)/, ''), inline || ignoreCase ? 'i' : '');
  } catch {
    return null;
  }
}
