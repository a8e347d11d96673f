import type { Span } from '../target.js';
import type { Context } from './context.js';
import { named, type Directive } from './parse.js';
import { regex } from './regex.js';

/** A RewriteRule with the RewriteCond lines that stand before it. */
export interface Rule {
  readonly conditions: readonly Directive[];
  readonly rule: Directive;
}

/** What rewriting came to. */
export type Rewritten =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly location: string | null;
      readonly span: Span;
    }
  /** Passed on to another server: [P]. */
  | { readonly kind: 'proxy' }
  /** The request begins anew with another path. */
  | { readonly kind: 'path'; readonly path: string; readonly span: Span };

/** The rules of one section, in order. */
export function rulesOf(scope: readonly Directive[]): readonly Rule[] {
  const rules: Rule[] = [];
  let conditions: Directive[] = [];
  for (const directive of scope) {
    if (directive.name === 'rewritecond') conditions.push(directive);
    if (directive.name !== 'rewriterule') continue;
    rules.push({ conditions, rule: directive });
    conditions = [];
  }
  return rules;
}

/** Whether RewriteEngine is on, as the last line of the innermost section says. */
export function engineOn(scopes: readonly (readonly Directive[])[]): boolean {
  const last = scopes.flatMap((scope) => named(scope, 'rewriteengine')).at(-1);
  return last !== undefined && /^on$/i.test(last.args[0]?.value ?? '');
}

/** The flags of a rule or a condition, names in upper case. */
export function flagsOf({ args }: Directive): ReadonlyMap<string, string> {
  const list = args.slice(2).find(({ value }) => value.startsWith('['))?.value ?? '';
  const flags = new Map<string, string>();
  for (const flag of list.replaceAll(/^\[|\]$/g, '').split(',')) {
    const [, name = '', value = ''] = /^\s*([^=]*)=?(.*?)\s*$/s.exec(flag) ?? [];
    const short = LONG[name.toLowerCase()] ?? name.toUpperCase();
    // [E=…] may stand more than once.
    flags.set(short, short === 'E' && flags.has('E') ? `${flags.get('E')},${value}` : value);
  }
  return flags;
}

const LONG: Readonly<Record<string, string>> = {
  redirect: 'R',
  last: 'L',
  forbidden: 'F',
  gone: 'G',
  env: 'E',
  nocase: 'NC',
  proxy: 'P',
  skip: 'S',
  chain: 'C',
  ornext: 'OR',
  novary: 'NV',
  passthrough: 'PT',
  end: 'END',
  noescape: 'NE',
  qsappend: 'QSA',
};

/**
 * Runs rules over a path: https://httpd.apache.org/docs/2.4/rewrite/tech.html.
 * @param folder the prefix that rules of a folder do not see; null for those of a server
 */
export function rewrite(
  rules: readonly Rule[],
  folder: string | null,
  context: Context,
): Rewritten | null {
  let path = folder === null ? context.path : context.path.slice(folder.length);
  let moved: Span | null = null;
  for (let index = 0; index < rules.length; index++) {
    const { conditions, rule } = rules[index]!;
    const flags = flagsOf(rule);
    const found = matched(rule.args[0]?.value ?? '', path, flags.has('NC'));
    const held = found === null ? null : hold(conditions, found, context);
    if (found === null || held === null) {
      while (rules[index] !== undefined && flagsOf(rules[index]!.rule).has('C')) index++;
      continue;
    }
    varied(conditions, context);
    for (const pair of (flags.get('E') ?? '').split(',').filter((each) => each !== '')) {
      const [, name = '', value = ''] = /^([^:]*):?(.*)$/s.exec(pair) ?? [];
      if (name.startsWith('!')) context.env.delete(name.slice(1));
      else context.env.set(name, looked(value, found, held, context));
    }
    const to = rule.args[1]?.value ?? '-';
    const target = to === '-' ? null : looked(to, found, held, context);
    const { span } = rule;
    if (flags.has('F')) return { kind: 'answer', status: 403, location: null, span };
    if (flags.has('G')) return { kind: 'answer', status: 410, location: null, span };
    const absolute = target !== null && /^(?:https?|wss?|ftp):\/\//i.test(target);
    if (flags.has('P')) return { kind: 'proxy' };
    if (flags.has('R') || absolute) {
      const status = statusOf(flags.get('R') ?? '');
      const location =
        status >= 300 && status < 400 ? redirectTo(target ?? path, folder, context) : null;
      return { kind: 'answer', status, location, span };
    }
    if (target !== null) {
      path = target.replace(/\?.*$/s, '');
      moved = span;
    }
    if (flags.has('PT')) {
      context.path = path;
      moved = null;
    }
    if (flags.has('L') || flags.has('END') || flags.has('PT')) break;
    if (flags.has('S')) index += Number(flags.get('S')) || 0;
  }
  if (moved === null) return null;
  const whole = path.startsWith('/') ? path : (folder ?? '/') + path;
  return { kind: 'path', path: whole, span: moved };
}

function statusOf(text: string): number {
  const names: Readonly<Record<string, number>> = { permanent: 301, temp: 302, seeother: 303 };
  return names[text.toLowerCase()] ?? (/^\d{3}$/.test(text) ? Number(text) : 302);
}

function redirectTo(target: string, folder: string | null, { url }: Context): string {
  if (/^\w+:\/\//.test(target)) return target;
  return `${url.protocol}//${url.host}${target.startsWith('/') ? '' : (folder ?? '/')}${target}`;
}

function matched(pattern: string, path: string, insensitive: boolean): RegExpExecArray | null {
  const not = pattern.startsWith('!');
  const found = regex(not ? pattern.slice(1) : pattern, insensitive ? 'i' : '')?.exec(path) ?? null;
  return not ? (found === null ? /^/.exec('') : null) : found;
}

/** What the last condition found, or null where they do not hold; [OR] joins one with the next. */
function hold(
  conditions: readonly Directive[],
  rule: readonly string[],
  context: Context,
): readonly string[] | null {
  let last: readonly string[] = [];
  for (let index = 0; index < conditions.length; index++) {
    let held = false;
    for (; index < conditions.length; index++) {
      const condition = conditions[index]!;
      const flags = flagsOf(condition);
      if (!held) {
        const found = holds(condition, flags.has('NC'), rule, last, context);
        held = found !== null;
        last = found ?? last;
      }
      if (!flags.has('OR')) break;
    }
    if (!held) return null;
  }
  return last;
}

function holds(
  { args }: Directive,
  insensitive: boolean,
  rule: readonly string[],
  last: readonly string[],
  context: Context,
): readonly string[] | null {
  const text = looked(args[0]?.value ?? '', rule, last, context);
  const pattern = args[1]?.value ?? '';
  const not = pattern.startsWith('!');
  const bare = not ? pattern.slice(1) : pattern;
  const yes = (held: boolean): readonly string[] | null => (held === not ? null : []);
  // No path of an API is taken for a file or a folder.
  if (/^-[dfFhlLsUx]$/.test(bare)) return yes(false);
  const [, operator, right = ''] = /^(=|<|>|<=|>=)("?.*)$/s.exec(bare) ?? [];
  const wanted = right === '""' ? '' : right;
  if (operator === '=')
    return yes(insensitive ? text.toLowerCase() === wanted.toLowerCase() : text === wanted);
  if (operator !== undefined) return yes(operator.startsWith('<') ? text < wanted : text > wanted);
  const found = regex(bare, insensitive ? 'i' : '')?.exec(text) ?? null;
  return not ? yes(found !== null) : found;
}

/** `$1` of the rule, `%1` of its conditions, `%{…}` of the server. */
function looked(
  text: string,
  rule: readonly string[],
  conditions: readonly string[],
  context: Context,
): string {
  return text.replaceAll(
    /\\([^])|\$(\d)|%(\d)|%\{([^}]*)\}/g,
    (_, escaped?: string, of?: string, by?: string, name?: string) => {
      if (escaped !== undefined) return escaped;
      if (of !== undefined) return rule[Number(of)] ?? '';
      if (by !== undefined) return conditions[Number(by)] ?? '';
      return context.variable(name ?? '') ?? '';
    },
  );
}

/** A rule that applies names in Vary the request headers that its conditions ask: mod_rewrite.c (lookup_header). */
function varied(conditions: readonly Directive[], context: Context): void {
  for (const condition of conditions) {
    if (flagsOf(condition).has('NV')) continue;
    for (const [, name = ''] of (condition.args[0]?.value ?? '').matchAll(/%\{HTTP:([^}]+)\}/gi))
      if (context.header(name) !== null)
        context.early = [...context.early, { name: 'Vary', value: name, span: condition.span }];
  }
}
