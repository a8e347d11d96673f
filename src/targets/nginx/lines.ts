import { arg, named, type Directive } from './parse.js';
import { inherited, type Scopes } from './scopes.js';

/** One header that a directive sets: more_set_headers may set several. */
export interface HeaderLine {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  readonly directive: Directive;
}

/** The headers that add_header and more_set_headers among some directives set. */
export function headerLines(directives: readonly Directive[]): readonly HeaderLine[] {
  return named(directives, 'add_header', 'more_set_headers').flatMap((directive) => {
    if (directive.name === 'add_header')
      return [{ name: arg(directive, 0).toLowerCase(), value: arg(directive, 1), directive }];
    return directive.args.flatMap(({ value: word }, at) => {
      const found = /^([^:\s]+):\s*(.*)$/s.exec(word);
      if (found === null || /^-[st]$/.test(arg(directive, at - 1))) return [];
      return [{ name: (found[1] ?? '').toLowerCase(), value: found[2] ?? '', directive }];
    });
  });
}

/** The headers that are in force in the innermost block: those of add_header are of one block, of headers-more of all. */
export function linesInForce(scopes: Scopes): readonly HeaderLine[] {
  return headerLines([
    ...inherited(scopes, 'add_header'),
    ...scopes.flatMap((scope) => named(scope, 'more_set_headers')),
  ]);
}
