import { requestHeader } from '../../policy/index.js';
import { arg, type Directive } from './parse.js';

/** A request as far as matchers look at it; the path changes with rewrites. */
export interface Asked {
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly host: string;
  readonly path: string;
}

/** Named matchers in force at a place. */
export type Scope = ReadonlyMap<string, Directive>;

/** The scope of a block, with the matchers that it defines. */
export function scopeOf(block: readonly Directive[], outer: Scope = NONE): Scope {
  const known = SCOPES.get(block);
  if (known?.outer === outer) return known.scope;
  const scope = makeScope(block, outer);
  SCOPES.set(block, { outer, scope });
  return scope;
}

const NONE: Scope = new Map();

/** Made once for many requests. */
const SCOPES = new WeakMap<
  readonly Directive[],
  { readonly outer: Scope; readonly scope: Scope }
>();

function makeScope(block: readonly Directive[], outer: Scope): Scope {
  const own = block.filter(({ name }) => name.startsWith('@'));
  return new Map([...outer, ...own.map((each) => [each.name, each] as const)]);
}

/** The matcher token of a directive, null for none: https://caddyserver.com/docs/caddyfile/matchers#syntax */
export function matcherOf(directive: Directive): string | null {
  const first = arg(directive, 0);
  return first.startsWith('/') || first.startsWith('@') || first === '*' ? first : null;
}

/** The arguments behind the matcher token. */
export function restOf(directive: Directive): readonly string[] {
  const values = directive.args.map(({ value }) => value);
  return matcherOf(directive) === null ? values : values.slice(1);
}

/** One condition: its words, and the block of a `not`. */
interface Line {
  readonly words: readonly string[];
  readonly block: readonly Directive[] | null;
}

const LINES = new WeakMap<Directive, readonly Line[]>();

/** The conditions of a matcher definition, one line each. */
export function conditions(definition: Directive): readonly (readonly string[])[] {
  return linesOf(definition).map(({ words }) => words);
}

function linesOf(definition: Directive): readonly Line[] {
  const known = LINES.get(definition);
  if (known !== undefined) return known;
  const { args, block } = definition;
  const words = args.map(({ value }) => value);
  // `@a not { … }`: the block is that of the `not`.
  const made = words.length > 0 ? [{ words, block }] : (block ?? []).map(line);
  LINES.set(definition, made);
  return made;
}

function line({ name, args, block }: Directive): Line {
  return { words: [name, ...args.map(({ value }) => value)], block };
}

/** The paths that a directive's matcher names; null where it names none. */
export function pathsOf(directive: Directive, scope: Scope): readonly string[] | null {
  const token = matcherOf(directive);
  if (token === null || token === '*') return null;
  if (token.startsWith('/')) return [token];
  const definition = scope.get(token);
  if (definition === undefined) return null;
  const paths = conditions(definition).flatMap(([kind, ...values]) =>
    kind === 'path' ? values : [],
  );
  return paths.length > 0 ? paths : null;
}

/** What is known of a request and a matcher; null where it cannot be followed. */
export function matches(directive: Directive, scope: Scope, asked: Asked): boolean | null {
  const token = matcherOf(directive);
  if (token === null || token === '*') return true;
  if (token.startsWith('/')) return matchPath(token, asked.path);
  const definition = scope.get(token);
  return definition === undefined ? null : matchSet(linesOf(definition), asked);
}

function matchSet(lines: readonly Line[], asked: Asked): boolean | null {
  const results: (boolean | null)[] = [];
  const alternatives = new Map<string, boolean>();
  const or = (key: string, value: boolean): void =>
    void alternatives.set(key, alternatives.get(key) === true || value);
  for (const { words, block } of lines) {
    const [kind = '', ...values] = words;
    const [first = '', second = ''] = values;
    if (kind === 'path')
      or(
        kind,
        values.some((each) => matchPath(each, asked.path)),
      );
    else if (kind === 'method') or(kind, values.includes(asked.method));
    else if (kind === 'host') or(kind, values.includes(asked.host));
    else if (kind === 'header' && first.startsWith('!'))
      results.push(requestHeader(asked, first.slice(1).toLowerCase()) === null);
    else if (kind === 'header')
      or(`header ${first.toLowerCase()}`, matchHeader(asked, first, second));
    else if (kind === 'header_regexp' || kind === 'path_regexp') {
      const pattern = regex(values.at(-1) ?? '');
      const subject =
        kind === 'path_regexp'
          ? asked.path
          : requestHeader(asked, (values.at(-2) ?? '').toLowerCase());
      results.push(pattern === null ? null : subject !== null && pattern.test(subject));
    } else if (kind === 'not') results.push(matchNot(values, block, asked));
    else results.push(null);
  }
  const all = [...results, ...alternatives.values()];
  return all.includes(false) ? false : all.includes(null) ? null : true;
}

/** The negation of what is behind `not`, or in its block: lines for Caddy are one set. */
function matchNot(
  values: readonly string[],
  block: readonly Directive[] | null,
  asked: Asked,
): boolean | null {
  const inline = values.length > 0 ? [{ words: values, block: null }] : [];
  const inner = matchSet([...inline, ...(block ?? []).map(line)], asked);
  return inner === null ? null : !inner;
}

/** Header values: exact, or with `*` at the start, the end or both. */
function matchHeader(asked: Asked, name: string, pattern: string): boolean {
  const value = requestHeader(asked, name.toLowerCase());
  if (value === null) return false;
  if (pattern === '*') return true;
  const [starts, ends] = [pattern.startsWith('*'), pattern.endsWith('*')];
  if (starts && ends) return value.includes(pattern.slice(1, -1));
  if (starts) return value.endsWith(pattern.slice(1));
  if (ends) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}

/** Paths are compared without case; a `*` within a pattern stands for letters of one segment. */
export function matchPath(given: string, asked: string): boolean {
  const pattern = given.toLowerCase();
  const path = asked.toLowerCase();
  if (pattern === '*' || pattern === path) return true;
  const stars = pattern.split('*').length - 1;
  if (stars === 1 && pattern.endsWith('*')) return path.startsWith(pattern.slice(0, -1));
  if (stars === 1 && pattern.startsWith('*')) return path.endsWith(pattern.slice(1));
  if (stars === 2 && pattern.startsWith('*') && pattern.endsWith('*'))
    return path.includes(pattern.slice(1, -1));
  if (stars === 0) return false;
  const glob = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${glob.join('[^/]*')}$`).test(path);
}

/** A pattern of Go's RE2 as one of this language; null where the two differ. */
export function regex(pattern: string): RegExp | null {
  const flag = /^\(\?(i)\)/.exec(pattern);
  try {
    return new RegExp(pattern.slice(flag?.[0].length ?? 0), flag === null ? '' : 'i');
  } catch {
    return null;
  }
}
