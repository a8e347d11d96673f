import type { SimulatedHeader } from '../target.js';
import { plainly, type Ended } from './access.js';
import { arg, type Directive } from './parse.js';
import { match } from './patterns.js';
import type { Scopes } from './scopes.js';
import type { Variables } from './variables.js';

/** What the rewrite phase of one block came to. */
export interface Rewritten {
  readonly ended: Ended | null;
  readonly scopes: Scopes;
  /** Whether the location is to be looked for again: the path has changed, and no `break` was met. */
  readonly again: boolean;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * The rewrite phase of one block: set, if, return, rewrite, break, in their order.
 * https://nginx.org/en/docs/http/ngx_http_rewrite_module.html
 */
export function rewrite(
  block: readonly Directive[],
  scopes: Scopes,
  variables: Variables,
): Rewritten {
  const { path } = variables;
  const { ended, scopes: now, stop } = run(block, scopes, variables);
  return { ended, scopes: now, again: variables.path !== path && stop !== 'break' };
}

interface Run {
  readonly ended: Ended | null;
  readonly scopes: Scopes;
  readonly stop: 'break' | 'last' | null;
}

function run(block: readonly Directive[], scopes: Scopes, variables: Variables): Run {
  let now = scopes;
  for (const directive of block) {
    const { name } = directive;
    if (name === 'set')
      variables.set(arg(directive, 0).replace(/^\$/, ''), variables.expand(arg(directive, 1)));
    else if (name === 'return')
      return { ended: returned(directive, variables), scopes: now, stop: null };
    else if (name === 'break') return { ended: null, scopes: now, stop: 'break' };
    else if (name === 'rewrite') {
      const { ended, stop } = replaced(directive, variables);
      if (ended !== null || stop !== null) return { ended, scopes: now, stop };
    } else if (name === 'if' && holds(directive, variables)) {
      // Each `if` that holds is a location of its own; the last one is in force.
      now = [...scopes, directive.block ?? []];
      const inner = run(directive.block ?? [], now, variables);
      if (inner.ended !== null || inner.stop !== null) return inner;
    }
  }
  return { ended: null, scopes: now, stop: null };
}

/** One `rewrite`: another path, or a redirect. */
function replaced(directive: Directive, variables: Variables): Pick<Run, 'ended' | 'stop'> {
  const found = match(arg(directive, 0), variables.path);
  variables.matched(found);
  if (found === null) return { ended: null, stop: null };
  const [replacement, flag] = [arg(directive, 1), arg(directive, 2)];
  const redirects =
    /^(?:redirect|permanent)$/.test(flag) || /^(?:https?:\/\/|\$scheme)/.test(replacement);
  // What was asked for in percent signs is written so again.
  if (redirects && variables.url.pathname.includes('%'))
    variables.matched({ ...found, groups: found.groups.map(encoded) });
  const whole = variables.expand(replacement.replace(/\?$/, ''));
  const { query } = variables;
  const more = replacement.endsWith('?') || query === '' ? '' : query;
  if (redirects) {
    const to = more === '' ? whole : whole + (whole.includes('?') ? '&' : '?') + more;
    const status = flag === 'permanent' ? 301 : 302;
    return { ended: redirect(status, to, directive), stop: null };
  }
  const [path = '', own = ''] = whole.split(/\?(.*)/s);
  variables.path = path;
  variables.query = [own, more].filter((each) => each !== '').join('&');
  return { ended: null, stop: flag === 'break' || flag === 'last' ? flag : null };
}

/** NGX_ESCAPE_ARGS, then NGX_UNESCAPE_REDIRECT: what is above "%" stays as it is. */
function encoded(text: string): string {
  return text.replaceAll(/[^!$&-~]/gu, (letter) => encodeURIComponent(letter));
}

function redirect(status: number, to: string, { span }: Directive): Ended {
  const location: SimulatedHeader = { name: 'Location', value: to, span };
  return { ...plainly(status, span), headers: [location] };
}

function returned(directive: Directive, variables: Variables): Ended {
  const [first = '', second] = directive.args.map(({ value }) => value);
  if (!/^\d+$/.test(first)) return redirect(302, variables.expand(first), directive);
  const status = Number(first);
  if (REDIRECTS.includes(status) && second !== undefined)
    return redirect(status, variables.expand(second), directive);
  return { ...plainly(status, directive.span), text: second !== undefined || status < 400 };
}

/** https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if; tests of files hold for none. */
function holds({ args }: Directive, variables: Variables): boolean {
  const words = args.map(({ value }) => value);
  words[0] = (words[0] ?? '').replace(/^\(/, '');
  words[words.length - 1] = (words.at(-1) ?? '').replace(/\)$/, '');
  const [left = '', operator, right = ''] = words.filter((word) => word !== '');
  const value = variables.expand(left);
  if (operator === undefined) return value !== '' && value !== '0';
  if (operator === '=') return value === variables.expand(right);
  if (operator === '!=') return value !== variables.expand(right);
  const compares = /^(!?)(~\*?)$/.exec(operator);
  if (compares === null) return false;
  const found = match(right, value, compares[2] === '~*');
  variables.matched(found);
  return (compares[1] === '!') !== (found !== null);
}
