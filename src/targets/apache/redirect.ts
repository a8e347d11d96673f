import type { Span } from '../target.js';
import type { Context } from './context.js';
import { named, type Directive } from './parse.js';
import { regex, substituted } from './regex.js';

export interface Redirected {
  readonly status: number;
  readonly location: string | null;
  readonly span: Span;
}

const STATUS: Readonly<Record<string, number>> = {
  permanent: 301,
  temp: 302,
  seeother: 303,
  gone: 410,
};

/**
 * What Redirect and RedirectMatch say of a path: https://httpd.apache.org/docs/2.4/mod/mod_alias.html#redirect.
 * @param inSection whether the lines stand in a location, where they may name no path
 */
export function redirected(
  scope: readonly Directive[],
  context: Context,
  inSection: boolean,
): Redirected | null {
  for (const directive of named(
    scope,
    'redirect',
    'redirectmatch',
    'redirectpermanent',
    'redirecttemp',
  )) {
    const { name, args, span } = directive;
    const words = args.map(({ value }) => value);
    const first = words[0] ?? '';
    const said = STATUS[first.toLowerCase()] ?? (/^\d{3}$/.test(first) ? Number(first) : null);
    if (said !== null) words.shift();
    const status = said ?? (name === 'redirectpermanent' ? 301 : 302);
    const moves = status >= 300 && status < 400;
    const whole = inSection && name !== 'redirectmatch' && words.length === (moves ? 1 : 0);
    const [from = '', to = ''] = whole ? ['', words[0]] : words;
    const location = whole
      ? to
      : name === 'redirectmatch'
        ? byPattern(from, to, context.path)
        : byPrefix(from, to, context.path);
    if (location === null) continue;
    return { status, location: moves ? absolute(location, context) : null, span };
  }
  return null;
}

function byPrefix(from: string, to: string, path: string): string | null {
  if (!path.startsWith(from)) return null;
  const rest = path.slice(from.length);
  return rest === '' || from.endsWith('/') || rest.startsWith('/') ? to + rest : null;
}

function byPattern(from: string, to: string, path: string): string | null {
  const found = regex(from)?.exec(path) ?? null;
  return found === null ? null : substituted(to, found);
}

function absolute(location: string, { url }: Context): string {
  const whole = location.startsWith('/') ? `${url.protocol}//${url.host}${location}` : location;
  return whole + (whole.includes('?') ? '' : url.search);
}
