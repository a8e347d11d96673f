import type { Place } from '../target.js';
import { word, type Line, type Section } from './parse.js';
import { ruleOf, type Rule } from './rules.js';

/** What begins the names of everything that is written here. */
const MARK = /\bwhycors_\w+/;

/** What tells a place's names from those of others: readable, and as long as it has to be. */
export function idOf({ origin, path }: Place): string {
  const host = origin.replace(/^[\w+.-]+:\/\//, '').replace(/:\d+$/, '');
  const place = host + path.replace(/^\/$/, '');
  const name = place
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  // Only dots of the host and slashes of the path become the same again.
  if (/^[a-z0-9.]+(?:\/[a-z0-9]+)*$/.test(place) && name.length <= 48)
    return `whycors_${name.slice(0, host.length)}${path === '/' ? '' : `_${name.slice(host.length)}`}`;
  let sum = 0;
  for (const char of place) sum = (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return `whycors_${name.slice(0, 40)}__${sum.toString(36)}`;
}

/** Whether a line was written for some place. */
export function isOurs({ words }: Line): boolean {
  return words.some(({ value }) => MARK.test(value));
}

/** Whether a line was written for the place of this id. */
export function isOf({ words }: Line, id: string): boolean {
  const name = new RegExp(`\\b${id}(?:_(?:at|preflight|private|host|path|origin))?(?!\\w)`);
  return words.some(({ value }) => name.test(value));
}

/** The rule that a line is, where it may send CORS headers. */
function headerRule(line: Line, section: Section): Rule | null {
  const kind = word(line, 0);
  return kind === 'http-response' || kind === 'http-after-response'
    ? ruleOf(line, section, kind)
    : null;
}

/** Whether a line of the user's sends or takes away CORS headers, and does nothing else. */
export function isCorsLine(line: Line, section: Section): boolean {
  if (isOurs(line)) return false;
  const rule = headerRule(line, section);
  if (rule !== null) {
    const [name = '', value = ''] = rule.args.map((each) => each.value.toLowerCase());
    if (!/^(?:set|add|del|replace)-(?:header|value)$/.test(rule.action)) return false;
    return name.startsWith('access-control-') || (name === 'vary' && value === 'origin');
  }
  return (
    word(line, 0) === 'http-request' &&
    word(line, 1) === 'return' &&
    line.words.some(({ value }) => /^access-control-allow-/i.test(value))
  );
}
