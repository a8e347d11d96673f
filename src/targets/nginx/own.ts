import { arg, named, type Directive } from './parse.js';

/** Whether an add_header, more_set_headers or hide line is about CORS. */
export function isCorsLine(directive: Directive): boolean {
  const first = arg(directive, 0);
  if (/^(?:add_header|more_(?:set|clear)_headers)$/.test(directive.name))
    return directive.args.some(({ value }) => /^access-control-/i.test(value)) || isVary(directive);
  return directive.name.endsWith('_hide_header') && /^access-control-/i.test(first);
}

function isVary(directive: Directive): boolean {
  const [name, value] = directive.args.map((each) => each.value.toLowerCase());
  return directive.name === 'add_header' && name === 'vary' && value === 'origin';
}

/**
 * The directives of a location that are about CORS and nothing else: its lines,
 * and an `if` that answers OPTIONS or adds CORS headers and does nothing more.
 */
export function corsDirectives(block: readonly Directive[]): readonly Directive[] {
  return block.filter((directive) => isCorsLine(directive) || isCorsIf(directive));
}

/** What people put into such an `if` besides: an empty answer's type and length. */
function isCorsIf({ name, block, args }: Directive): boolean {
  if (name !== 'if' || block === null || block.length === 0) return false;
  const condition = args.map(({ value }) => value).join(' ');
  const about = /request_method|http_origin|cors/i.test(condition);
  return (
    about &&
    block.every(
      (each) =>
        isCorsLine(each) ||
        (each.name === 'return' && /^20[04]$/.test(arg(each, 0))) ||
        (each.name === 'add_header' && /^content-(type|length)$/i.test(arg(each, 0))) ||
        (each.name === 'set' && /cors/i.test(arg(each, 0))),
    ) &&
    block.some((each) => isCorsLine(each) || each.name !== 'return' || /OPTIONS/.test(condition))
  );
}

/** The maps that an earlier emission for the same place wrote. */
export function ownMaps(http: readonly Directive[], id: string): readonly Directive[] {
  const names = ['', '_preflight', '_credentials', '_expose'].map((suffix) => `$${id}${suffix}`);
  return named(http, 'map').filter((map) => names.includes(arg(map, 1)));
}
