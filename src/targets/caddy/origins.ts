import { readAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';
import { patternOrigins } from '../support/origin-regex.js';
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
    if (kind === 'header_regexp') return patternOrigins(value) ?? [];
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
