import { requestHeader } from '../../policy/index.js';
import type { SimulatedHeader, Span } from '../target.js';
import { arg, named, type Directive } from './parse.js';
import { inherited, type Scopes } from './scopes.js';
import type { Variables } from './variables.js';

/** An answer that nginx gives by itself. */
export interface Ended {
  readonly status: number;
  /** Location or WWW-Authenticate. */
  readonly headers: readonly SimulatedHeader[];
  /** Whether `return` gives it a text, or no error: what error_page does not replace. */
  readonly text: boolean;
  readonly span: Span;
}

/** An answer without headers. */
export function plainly(status: number, span: Span): Ended {
  return { status, headers: [], text: false, span };
}

/**
 * The access phase. Addresses are not known, so that only `deny all` counts where
 * no `allow` is before it. Whoever brings a login is taken to be let in: the
 * password of auth_basic, and for auth_request that or a cookie.
 */
export function denied(scopes: Scopes, variables: Variables, span: Span): Ended | null {
  const [first] = inherited(scopes, 'allow', 'deny');
  if (first?.name === 'deny' && arg(first, 0) === 'all') return plainly(403, span);
  const authorization = requestHeader(variables.request, 'authorization');
  const [basic] = inherited(scopes, 'auth_basic');
  if (basic !== undefined && arg(basic, 0) !== 'off' && !/^basic /i.test(authorization ?? '')) {
    const value = `Basic realm="${variables.expand(arg(basic, 0))}"`;
    const challenge = { name: 'WWW-Authenticate', value, span: basic.span };
    return { ...plainly(401, basic.span), headers: [challenge] };
  }
  const [asked] = inherited(scopes, 'auth_request');
  const loggedIn = authorization !== null || variables.request.credentials;
  return asked === undefined || arg(asked, 0) === 'off' || loggedIn
    ? null
    : plainly(401, asked.span);
}

/**
 * The limit_except of a location that a method falls under. GET stands for HEAD, too.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#limit_except
 */
export function limited(block: readonly Directive[], method: string): Directive | null {
  const [limit] = named(block, 'limit_except');
  if (limit === undefined) return null;
  const allowed = limit.args.map(({ value }) => value.toUpperCase());
  if (allowed.includes('GET')) allowed.push('HEAD');
  return allowed.includes(method) ? null : limit;
}
