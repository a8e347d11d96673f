import type { Context } from './context.js';
import { evaluate } from './expression.js';
import { named, type Directive } from './parse.js';
import { regex, substituted } from './regex.js';

/** Sets what SetEnvIf and its kin say: https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html */
export function setEnvIf(scope: readonly Directive[], context: Context): void {
  for (const directive of named(
    scope,
    'setenvif',
    'setenvifnocase',
    'setenvifexpr',
    'browsermatch',
    'browsermatchnocase',
  )) {
    const words = directive.args.map(({ value }) => value);
    if (directive.name === 'setenvifexpr') {
      if (evaluate(words[0] ?? '', context) === true) assign(words.slice(1), null, context);
      continue;
    }
    const browser = directive.name.startsWith('browser');
    const [attribute = '', pattern = '', ...variables] = browser ? ['User-Agent', ...words] : words;
    const flags = directive.name.endsWith('nocase') ? 'i' : '';
    const value = attributeOf(attribute, context);
    const found = regex(pattern, flags)?.exec(value) ?? null;
    if (found !== null) assign(variables, isPlain(pattern) ? null : found, context);
  }
}

function assign(
  variables: readonly string[],
  found: readonly (string | undefined)[] | null,
  { env }: Context,
): void {
  for (const each of variables) {
    const [, not, name = '', value = '1'] = /^(!?)([^=]*)(?:=(.*))?$/s.exec(each) ?? [];
    if (not === '!') env.delete(name);
    else env.set(name, found === null ? value : substituted(value, found));
  }
}

/**
 * Whether a pattern is no regular expression: Apache searches it as it stands
 * and then puts `$0` into the variable literally (mod_setenvif.c, non_regex_pattern;
 * measured with 2.4.71).
 */
export function isPlain(pattern: string): boolean {
  return /^(?:[^\\^.$|()[\]*+?{}]|\\[\\^.$|()[\]*+?{}])*$/.test(pattern);
}

/** A request header; a header whose name is a pattern is not followed. */
function attributeOf(name: string, context: Context): string {
  const special: Readonly<Record<string, string>> = {
    request_method: 'REQUEST_METHOD',
    request_uri: 'REQUEST_URI',
  };
  const variable = special[name.toLowerCase()];
  if (variable !== undefined) return context.variable(variable) ?? '';
  return context.header(name) ?? context.env.get(name) ?? '';
}

/** What SetEnv and UnsetEnv say, after access was decided: mod_env. */
export function setEnv(scope: readonly Directive[], { env }: Context): void {
  for (const { name, args } of named(scope, 'setenv', 'unsetenv')) {
    const [variable = '', value = ''] = args.map((each) => each.value);
    if (name === 'setenv') env.set(variable, value);
    else for (const each of args) env.delete(each.value);
  }
}
