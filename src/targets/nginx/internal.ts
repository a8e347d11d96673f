import type { Span } from '../target.js';
import { arg, named, type Directive } from './parse.js';
import { inherited, type Scopes } from './scopes.js';
import type { Variables } from './variables.js';

/** Where a request is sent within nginx. */
export type Destination =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'status'; readonly status: number };

/** The page of an error. */
interface ErrorPage {
  readonly to: Destination;
  /** What `=200` says; null for `=`, which takes the page's; undefined to keep the error's. */
  readonly status: number | null | undefined;
  readonly span: Span;
}

function destination(text: string): Destination {
  if (text.startsWith('@')) return { kind: 'named', name: text };
  return { kind: 'path', path: text };
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page; null where the status has none. */
export function errorPage(status: number, scopes: Scopes, variables: Variables): ErrorPage | null {
  for (const line of inherited(scopes, 'error_page')) {
    const words = line.args.map(({ value }) => value);
    const to = variables.expand(words.pop() ?? '');
    const response = words.find((word) => word.startsWith('='));
    if (!words.includes(String(status))) continue;
    return {
      to: destination(to),
      status:
        response === undefined ? undefined : response === '=' ? null : Number(response.slice(1)),
      span: line.span,
    };
  }
  return null;
}

/**
 * What try_files comes to where none of the files is there: its last argument. It
 * is not inherited: an `if` in force has none.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files
 */
export function fallback(block: readonly Directive[], variables: Variables): Destination | null {
  const [line] = named(block, 'try_files');
  if (line === undefined) return null;
  const last = arg(line, line.args.length - 1);
  const status = /^=(\d+)$/.exec(last)?.[1];
  if (status !== undefined) return { kind: 'status', status: Number(status) };
  return destination(last.startsWith('@') ? last : variables.expand(last));
}
