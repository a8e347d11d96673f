import type { Span } from '../target.js';
import type { Context } from './context.js';
import { evaluate } from './expression.js';
import { arg, named, type Directive } from './parse.js';
import { active } from './servers.js';

/** Why a request is refused before a handler sees it. */
export interface Denied {
  readonly status: 401 | 403;
  /** The value of WWW-Authenticate; null without. */
  readonly challenge: string | null;
  readonly span: Span;
}

/** `user` when it depends on who asks. */
type Answer = 'granted' | 'denied' | 'user';
interface Judged {
  readonly answer: Answer;
  readonly span: Span;
}

const CONTAINERS = ['requireall', 'requireany', 'requirenone'];
const LIMITS = ['limit', 'limitexcept'];

/**
 * What authorization says: the innermost section that has a Require decides
 * (https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html#authmerging), for the
 * methods of its `<Limit>`.
 */
export function denied(scopes: readonly (readonly Directive[])[], context: Context): Denied | null {
  const hosts = byHost(scopes, context);
  const deciding = scopes.findLast((scope) => within(scope, 'require', ...CONTAINERS).length > 0);
  const lines = deciding === undefined ? [] : applying(deciding, context.request.method);
  const judged = any(named(lines, 'require', ...CONTAINERS).map((each) => judge(each, context)));
  const type = scopes.flatMap((scope) => named(scope, 'authtype')).at(-1);
  const user: Judged | null =
    judged === null || judged.answer === 'granted' || (judged.answer === 'user' && known(context))
      ? null
      : judged;
  const satisfy = scopes.flatMap((scope) => named(scope, 'satisfy')).at(-1);
  const either = satisfy !== undefined && /^any$/i.test(arg(satisfy, 0));
  if (either && (hosts === null || user === null)) return null;
  if (hosts !== null && !either) return { status: 403, challenge: null, span: hosts };
  if (user === null) return null;
  if (user.answer === 'denied') return { status: 403, challenge: null, span: user.span };
  const name = scopes.flatMap((scope) => named(scope, 'authname')).at(-1);
  const basic = type !== undefined && /^basic$/i.test(arg(type, 0));
  const realm = name === undefined ? '' : arg(name, 0).replaceAll('"', '\\"');
  return { status: 401, challenge: basic ? `Basic realm="${realm}"` : null, span: user.span };
}

/** Whether somebody says who they are; that it is right is taken for granted. */
function known(context: Context): boolean {
  return /^basic /i.test(context.header('authorization') ?? '');
}

/** The directives of a scope that are in force for a method: those in `<Limit>` of others are not. */
function applying(scope: readonly Directive[], method: string): readonly Directive[] {
  return scope.flatMap((each) => {
    if (!LIMITS.includes(each.name)) return [each];
    const listed = each.args.some(({ value }) => value === (method === 'HEAD' ? 'GET' : method));
    return listed === (each.name === 'limit') ? active(each.block ?? []) : [];
  });
}

/** The directives of names in a scope, those in its `<Limit>` among them. */
export function within(
  scope: readonly Directive[],
  ...names: readonly string[]
): readonly Directive[] {
  const inner = named(scope, ...LIMITS).flatMap(({ block }) => active(block ?? []));
  return named([...scope, ...inner], ...names);
}

function judge(directive: Directive, context: Context): Judged {
  const { span } = directive;
  if (directive.block !== null) {
    const inner = active(directive.block)
      .filter(({ name }) => name === 'require' || CONTAINERS.includes(name))
      .map((each) => judge(each, context));
    if (directive.name === 'requireall')
      return (
        inner.find(({ answer }) => answer === 'denied') ??
        inner.find(({ answer }) => answer === 'user') ?? { answer: 'granted', span }
      );
    const some = any(inner) ?? { answer: 'granted', span };
    if (directive.name === 'requireany') return some;
    return { answer: some.answer === 'granted' ? 'denied' : 'granted', span };
  }
  const words = directive.args.map(({ value }) => value);
  const not = /^not$/i.test(words[0] ?? '');
  if (not) words.shift();
  const answer = required(words, directive.raw, context);
  if (!not) return { answer, span };
  return { answer: answer === 'granted' ? 'denied' : 'granted', span };
}

/** Addresses are not known here: they are taken to be let in. */
function required(words: readonly string[], raw: string, context: Context): Answer {
  const [kind = '', ...rest] = words;
  switch (kind.toLowerCase()) {
    case 'all':
      return /^denied$/i.test(rest[0] ?? '') ? 'denied' : 'granted';
    case 'valid-user':
    case 'user':
    case 'group':
    case 'ldap-user':
    case 'ldap-group':
    case 'claim':
      return 'user';
    case 'method':
      return rest.includes(context.request.method) ? 'granted' : 'denied';
    case 'env':
      return rest.some((name) => context.env.has(name)) ? 'granted' : 'denied';
    case 'expr': {
      const text = rest.length === 1 ? (rest[0] ?? '') : raw.replace(/^(?:not\s+)?expr\s+/i, '');
      return evaluate(text, context) === false ? 'denied' : 'granted';
    }
    default:
      return 'granted';
  }
}

/** One that grants is enough; a login would help where one asks for it. */
function any(judged: readonly Judged[]): Judged | null {
  return (
    judged.find(({ answer }) => answer === 'granted') ??
    judged.find(({ answer }) => answer === 'user') ??
    judged[0] ??
    null
  );
}

/** `Order`, `Allow` and `Deny` of mod_access_compat, as far as they are alike for everybody. */
function byHost(scopes: readonly (readonly Directive[])[], { request, env }: Context): Span | null {
  const lines = scopes.flatMap((scope) => applying(scope, request.method));
  const order = named(lines, 'order').at(-1);
  const from = (name: string): Directive | undefined =>
    named(lines, name).find(({ args }) =>
      args.some(({ value }) => {
        const variable = /^env=(.*)$/i.exec(value)?.[1];
        return variable === undefined ? /^all$/i.test(value) : env.has(variable);
      }),
    );
  const [allow, deny] = [from('allow'), from('deny')];
  const denyFirst = order === undefined || !/^allow,deny$/i.test(arg(order, 0));
  if (denyFirst) return deny !== undefined && named(lines, 'allow').length === 0 ? deny.span : null;
  return (
    deny?.span ?? (allow === undefined && named(lines, 'allow').length === 0 ? order.span : null)
  );
}
