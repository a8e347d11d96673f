import { readAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';
import { conditions } from './matchers.js';
import { arg, type Directive } from './parse.js';
import { headerLines } from './operations.js';

/** All directives of a block and of the blocks in it. */
export function all(block: readonly Directive[]): readonly Directive[] {
  return block.flatMap((each) => [each, ...all(each.block ?? [])]);
}

/** Everything that a block names as an origin: in matchers, and as a header's value. */
export function candidates(block: readonly Directive[]): readonly AllowedOrigin[] {
  return all(block).flatMap((directive) => {
    if (directive.name.startsWith('@')) return named(directive);
    if (directive.name === 'header')
      return headerLines(directive).flatMap(({ field, rest }) => sent(field, rest[0] ?? ''));
    return directive.name === 'header_down' ? sent(arg(directive, 0), arg(directive, 1)) : [];
  });
}

function named(definition: Directive): readonly AllowedOrigin[] {
  return conditions(definition).flatMap(([kind, ...values]) => {
    if (!/^origin$/i.test(values.at(-2) ?? '')) return [];
    const value = values.at(-1) ?? '';
    if (kind === 'header_regexp') return regexOrigins(value) ?? [];
    if (kind !== 'header') return [];
    return one(value);
  });
}

function one(value: string): readonly AllowedOrigin[] {
  const read = readAllowedOrigin(value).value;
  return read === null ? [] : [read];
}

function sent(field: string, value: string): readonly AllowedOrigin[] {
  if (!/^[+?>]?access-control-allow-origin$/i.test(field)) return [];
  return one(value);
}

/** `^(?:https://app\.example\.com|https://[a-z0-9-]+\.example\.com)$`; null for other patterns. */
export function regexOrigins(pattern: string): readonly AllowedOrigin[] | null {
  const whole = /^\^(.*)\$$/.exec(pattern)?.[1];
  if (whole === undefined) return null;
  const group = /^\((?:\?:)?(.*)\)$/.exec(whole)?.[1];
  const parts = group === undefined ? [whole] : alternatives(group);
  const origins = parts.map(partOrigin);
  return origins.every((each) => each !== null) ? origins : null;
}

function alternatives(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const piece of text.match(/\\[^]|\[[^\]]*\]|[^]/g) ?? []) {
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (piece === '|' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts;
}

const ONE = /^\(?(?:\[a-z0-9_-\]|\[\^\.\]|\[\\w-\]|\[a-z0-9-\]|\[a-zA-Z0-9-\])\+\)?$/;
const ANY = /^(?:\(?\.[+*]\)?|\[a-z0-9_-\]\+\((?:\?:)?\\\.\[a-z0-9_-\]\+\)\*)$/;

function partOrigin(part: string): AllowedOrigin | null {
  const match =
    /^([a-z][a-z0-9+.-]*):(?:\/\/|\\\/\\\/)(.*?)\\\.((?:[\w-]+\\\.)*[\w-]+)(?::(\d+))?$/.exec(part);
  const [, scheme = '', labels = '', domain = '', port = ''] = match ?? [];
  const depth = ONE.test(labels) ? 'one' : ANY.test(labels) ? 'any' : null;
  if (depth !== null)
    return { kind: 'subdomains', scheme, domain: domain.replaceAll('\\', ''), port, depth };
  const plain = part.replaceAll(/\\([^\w])/g, (_, char: string) => (char === '\\' ? '\0' : char));
  const bare = part.replaceAll(/\\[^\w]/g, '');
  return /[.()|*+?^$[\]{}\\]/.test(bare) ? null : readAllowedOrigin(plain).value;
}
