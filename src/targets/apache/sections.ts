import type { Context } from './context.js';
import { evaluate } from './expression.js';
import { active, type Server, type Site } from './servers.js';
import { arg, named, type Directive } from './parse.js';
import { handlerOf } from './proxy.js';
import { regex } from './regex.js';

/**
 * The directives in force for a request, a list for each section, in the order
 * in which Apache merges them: the server, folders, files, locations, `<If>`.
 * https://httpd.apache.org/docs/2.4/sections.html#merging
 */
export function scopesFor(site: Site, server: Server, context: Context): (readonly Directive[])[] {
  const top = [server.main, server.own];
  const all = top.flat();
  const found: Directive[] = [];
  if (!site.htaccess) found.push(...foldersFor(all, context));
  const within = found.flatMap(({ block }) => active(block ?? []));
  for (const files of named([...all, ...within], 'files', 'filesmatch'))
    if (matchesFile(files, context.path)) found.push(files);
  for (const location of named(all, 'location', 'locationmatch'))
    if (matchesLocation(location, context.path)) found.push(location);
  const scopes = [...top, ...found.map(({ block }) => active(block ?? []))];
  return [...scopes, ...ifsOf(scopes, context)].map(unlimited);
}

/** `<If>`, `<ElseIf>` and `<Else>` that hold, after everything else, nested ones after theirs. */
function ifsOf(scopes: readonly (readonly Directive[])[], context: Context): Directive[][] {
  return scopes.flatMap((scope) => {
    let taken = false;
    return named(scope, 'if', 'elseif', 'else').flatMap((section) => {
      if (section.name === 'if') taken = false;
      const holds =
        !taken && (section.name === 'else' || evaluate(conditionOf(section), context) === true);
      taken ||= holds;
      if (!holds) return [];
      const inner = [...active(section.block ?? [])];
      return [inner, ...ifsOf([inner], context)];
    });
  });
}

/** The expression of an `<If>`, quoted as a whole or not at all. */
export function conditionOf(section: Directive): string {
  return /^["']/.test(section.raw) ? arg(section, 0) : section.raw;
}

/** `<Limit>` restricts who may, and nothing else: a Header in it is in force for every method. */
function unlimited(scope: readonly Directive[]): readonly Directive[] {
  return scope.flatMap((each) =>
    each.name === 'limit' || each.name === 'limitexcept'
      ? [each, ...active(each.block ?? []).filter(({ name }) => !AUTHORIZATION.test(name))]
      : [each],
  );
}

/** What `<Limit>` is about. */
const AUTHORIZATION = /^(?:require|order|allow|deny|satisfy)/;

/** Folders from the shortest path to the longest, then patterns, in their order. */
function foldersFor(all: readonly Directive[], { path }: Context): Directive[] {
  if (handlerOf(all, path).passed)
    return [...named(all, 'proxy', 'proxymatch')].filter((each) =>
      /^(?:\*|\.\*|)$/.test(arg(each, 0)),
    );
  const root = named(all, 'documentroot').at(-1);
  const file = (root === undefined ? '' : arg(root, 0).replace(/\/$/, '')) + path;
  const plain = named(all, 'directory').filter(
    (each) => arg(each, 0) !== '~' && below(arg(each, 0), file),
  );
  const patterns = named(all, 'directory', 'directorymatch').filter(
    (each) =>
      (each.name === 'directorymatch' || arg(each, 0) === '~') &&
      regex(each.args.at(-1)?.value ?? '')?.test(file) === true,
  );
  const depth = (each: Directive): number => arg(each, 0).split('/').filter(Boolean).length;
  return [...plain.toSorted((a, b) => depth(a) - depth(b)), ...patterns];
}

/** Whether a path is another or below it: `/a` is not above `/ab`. */
export function below(prefix: string, path: string): boolean {
  if (/[*?[]/.test(prefix)) return glob(prefix, path);
  const bare = prefix.replace(/\/$/, '');
  return path === prefix || path.startsWith(`${bare}/`);
}

function matchesFile(section: Directive, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const pattern = section.args.at(-1)?.value ?? '';
  if (section.name === 'filesmatch' || section.args.length > 1)
    return regex(pattern)?.test(name) === true;
  return /[*?[]/.test(pattern) ? glob(pattern, name) : pattern === name;
}

/** https://httpd.apache.org/docs/2.4/mod/core.html#location */
export function matchesLocation(section: Directive, path: string): boolean {
  const pattern = section.args.at(-1)?.value ?? '';
  if (isPattern(section)) return regex(pattern)?.test(path) === true;
  if (pattern.endsWith('/') && path === pattern.slice(0, -1)) return false;
  return below(pattern, path);
}

/** Whether a section is found by a regular expression. */
export function isPattern(section: Directive): boolean {
  return section.name.endsWith('match') || arg(section, 0) === '~';
}

/** `*` and `?` stand for no slash. */
function glob(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return regex(`^${source}$`)?.test(text) === true;
}
