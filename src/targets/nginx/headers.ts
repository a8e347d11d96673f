import type { SimulatedHeader } from '../target.js';
import { arg, named, type Directive } from './parse.js';
import { inherited, type Scopes } from './scopes.js';
import type { Variables } from './variables.js';

/** Statuses to which add_header adds without `always`: ngx_http_headers_module. */
const USUAL = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/** An answer before nginx adds headers of its own. */
export interface Bare {
  readonly status: number;
  readonly headers: readonly SimulatedHeader[];
  /** Its media type, lower-case and without parameters; empty for none. */
  readonly type: string;
}

/**
 * The headers of an answer after headers-more and add_header, in this order:
 * headers-more does not see what add_header adds (measured with nginx 1.22.1 and
 * headers-more 0.34).
 */
export function withOwn(bare: Bare, scopes: Scopes, variables: Variables): SimulatedHeader[] {
  let list = [...bare.headers];
  // headers-more runs outer blocks first, then inner ones.
  for (const scope of scopes)
    for (const more of named(scope, 'more_set_headers', 'more_clear_headers'))
      list = withMore(list, more, bare, variables);
  for (const add of inherited(scopes, 'add_header')) {
    const always = arg(add, 2) === 'always';
    const value = variables.expand(arg(add, 1));
    if (value !== '' && (always || USUAL.has(bare.status)))
      list.push({ name: arg(add, 0), value, span: add.span });
  }
  return list;
}

/** https://github.com/openresty/headers-more-nginx-module */
function withMore(
  list: SimulatedHeader[],
  more: Directive,
  { status, type }: Bare,
  variables: Variables,
): SimulatedHeader[] {
  const { statuses, types, lines } = options(more);
  if (statuses.length > 0 && !statuses.includes(String(status))) return list;
  if (types.length > 0 && !types.includes(type)) return list;
  let result = list;
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:]*):?\s*(.*)$/s.exec(line) ?? [];
    const without = result.filter((header) => !isNamed(header.name, name.trim(), more));
    const set = more.name === 'more_set_headers' ? variables.expand(value) : '';
    result =
      set === '' ? without : [...without, { name: name.trim(), value: set, span: more.span }];
  }
  return result;
}

/** Only more_clear_headers knows a `*`, at the end. */
function isNamed(name: string, wanted: string, more: Directive): boolean {
  const [one, other] = [name.toLowerCase(), wanted.toLowerCase()];
  return more.name === 'more_clear_headers' && other.endsWith('*')
    ? one.startsWith(other.slice(0, -1))
    : one === other;
}

/** `-s '404 500'` and `-t 'text/plain'`, each as often as one likes and anywhere. */
function options({ args }: Directive): {
  readonly statuses: readonly string[];
  readonly types: readonly string[];
  readonly lines: readonly string[];
} {
  const found = { statuses: [] as string[], types: [] as string[], lines: [] as string[] };
  for (let at = 0; at < args.length; at++) {
    const word = args[at]?.value ?? '';
    const list = word === '-s' ? found.statuses : word === '-t' ? found.types : null;
    if (list === null) found.lines.push(word);
    else list.push(...(args[++at]?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean));
  }
  return found;
}
