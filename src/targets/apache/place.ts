import { indentAt } from '../support/position.js';
import { isPattern, matchesLocation, below } from './sections.js';
import { active, isNamed, namesOf, type Server, type Site } from './servers.js';
import { corsLines } from './own.js';
import { arg, named, type Directive } from './parse.js';
import { engineOn, rulesOf } from './rewrite.js';

/** Where a place's policy goes. */
export interface ApachePlace {
  /** The directives of the server, or of the .htaccess file, in which rules and variables stand. */
  readonly scope: readonly Directive[];
  /** The same with sections like `<IfModule>` as they are written. */
  readonly host: readonly Directive[];
  /** The `<Location>` of the place; null where it has none yet. */
  readonly own: Directive | null;
  /** Whether the place is all that the server answers. */
  readonly everything: boolean;
  /** Whether sections around say something of CORS, which holds here, too. */
  readonly covered: boolean;
  readonly before: Insertion;
}

/** Where a new section goes, and how it is indented. */
export interface Insertion {
  readonly offset: number;
  /** Where rules go when there are none; null for before the section. */
  readonly rules: number | null;
  readonly indent: string;
  readonly where: string;
  /** Whether the headers go into the file itself, without a section. */
  readonly whole: boolean;
}

/** Where a place's policy goes, or why it cannot. */
export function placeOf(
  site: Site,
  server: Server,
  text: string,
  path: string,
): ApachePlace | { readonly reasons: readonly string[] } {
  return site.htaccess ? folder(server, text, path) : section(server, text, path);
}

function folder(
  { own: scope }: Server,
  text: string,
  path: string,
): ApachePlace | { readonly reasons: readonly string[] } {
  const reasons = inert(scope);
  if (path !== '/')
    reasons.push(
      'A .htaccess file speaks for all of its folder: give the policy for "/", or write it into the virtual host.',
    );
  if (named(scope, 'require', 'requireall', 'requireany', 'authtype', 'deny').length > 0)
    reasons.push(
      'The rules of a .htaccess file run after its access control, so preflights would be refused: write the policy into the virtual host.',
    );
  const ifs = otherIfs(scope.filter((each) => corsLines([each]).length === 0));
  if (ifs !== null) reasons.push(ifs);
  if (reasons.length > 0) return { reasons };
  const before = {
    offset: text.length,
    rules: 0,
    indent: '',
    where: 'the .htaccess file',
    whole: true,
  };
  return { scope, host: scope, own: null, everything: true, covered: false, before };
}

function section(
  server: Server,
  text: string,
  path: string,
): ApachePlace | { readonly reasons: readonly string[] } {
  const { directive, own: scope } = server;
  const host = directive?.block ?? scope;
  const reasons = inert(scope);
  if (!PLAIN.test(path))
    reasons.push(
      `The path ${path} has letters that a section would take for a pattern: write its section by hand.`,
    );
  const locations = named(scope, 'location', 'locationmatch');
  const own = locations.findLast((each) => !isPattern(each) && arg(each, 0) === path) ?? null;
  const deeper = locations.find((each) => isBelow(each, path));
  const later = locations.filter(
    (each) =>
      matchesLocation(each, path) &&
      each.span.start > (own ?? deeper ?? { span: { start: Infinity } }).span.start,
  );
  for (const each of later)
    if (corsLines(each.block ?? []).length > 0)
      reasons.push(
        `${titleOf(each)} comes after and sets CORS headers over those of ${path}: move it up, or take them out of it.`,
      );
  for (const each of locations)
    if (own !== null && each.span.start < own.span.start && isBelow(each, path))
      if (corsLines(each.block ?? []).length > 0)
        reasons.push(
          `${titleOf(each)} comes before ${titleOf(own)}, which would override its CORS headers: move it down.`,
        );
  const ifs = named([...(path === '/' ? [] : scope), ...server.main], 'if', 'elseif', 'else');
  for (const each of ifs)
    if (corsLines([each]).length > 0)
      reasons.push(
        `<If ${each.raw}> sets CORS headers over those of every section: take them out of it first.`,
      );
  if (reasons.length > 0) return { reasons };
  const end = directive?.inner?.end ?? text.length;
  const [first] = host;
  const outer = directive === null ? '' : indentAt(text, directive.span.start);
  const inner = first === undefined || directive === null ? '' : indentAt(text, first.span.start);
  const name = named(scope, 'servername')[0];
  const before: Insertion = {
    offset: deeper?.span.start ?? end,
    rules: null,
    indent: directive === null ? '' : inner.length > outer.length ? inner : `${outer}    `,
    where:
      directive === null
        ? 'the server'
        : `the virtual host ${name === undefined ? directive.raw : arg(name, 0)}`,
    whole: false,
  };
  const says = (each: Directive): boolean =>
    corsLines([each, ...(each.block === null ? [] : active(each.block))]).length > 0;
  const covers = (each: Directive): boolean =>
    each.name.startsWith('location')
      ? each !== own && matchesLocation(each, path)
      : each.block !== null || path !== '/';
  const covered = [
    ...server.main.filter((each) => each.block === null),
    ...scope.filter(covers),
  ].some(says);
  return { scope, host, own, everything: path === '/', covered, before };
}

/** Whether a section is for some of what a place answers, and not for the place itself. */
function isBelow(section: Directive, path: string): boolean {
  if (matchesLocation(section, path)) return false;
  if (!isPattern(section)) return below(path, arg(section, 0));
  return (path === '/' || section.raw.includes(path)) && corsLines(section.block ?? []).length > 0;
}

function titleOf({ name, raw }: Directive): string {
  return `<${name === 'locationmatch' ? 'LocationMatch' : 'Location'} ${raw}>`;
}

/** Letters that stand for themselves in a section, a rule and a quoted word. */
const PLAIN = /^\/[\w/.~!&'()+,;=:@-]*$/;

/** Rules that are written and switched off would be switched on. */
function inert(scope: readonly Directive[]): string[] {
  const off = named(scope, 'rewriteengine').length > 0 && !engineOn([scope]);
  const asleep = rulesOf(scope).length > 0 && !engineOn([scope]);
  return off || asleep
    ? ['RewriteEngine is off here, and answering preflights needs it: turn it on first.']
    : [];
}

function otherIfs(scope: readonly Directive[]): string | null {
  const [section] = named(scope, 'if').filter(
    (each) => corsLines(active(each.block ?? [])).length > 0,
  );
  return section === undefined ? null : `<If ${section.raw}> sets CORS headers: take it out first.`;
}

/** What the user has to know of a place: who else answers near it, and what it needs. */
export function notes(site: Site, server: Server, host: string, path: string): string[] {
  const all = [...server.main, ...server.own];
  const other = named(all, 'location').filter(
    (each) =>
      !isPattern(each) &&
      arg(each, 0) !== path &&
      below(path, arg(each, 0)) &&
      corsLines(each.block ?? []).length > 0,
  );
  const pages = named(all, 'errordocument').filter((each) => arg(each, 1).startsWith('/'));
  return [
    'It needs mod_headers, mod_rewrite and mod_setenvif (on Debian: a2enmod headers rewrite setenvif).',
    ...(server.directive === null || namesOf(server).length === 0 || isNamed(server, host)
      ? []
      : [
          `No virtual host here is named ${host}: the policy goes into the first one, ${namesOf(server)[0]}.`,
        ]),
    ...(other.length === 0
      ? []
      : [
          `Sections below say something else of CORS and keep it: ${other.map((each) => arg(each, 0)).join(', ')}.`,
        ]),
    ...(pages.length === 0 || path === '/'
      ? []
      : [
          'ErrorDocument sends errors through another path, whose answers do not get the policy: pages cannot read those errors.',
        ]),
    ...(site.htaccess
      ? ['It holds in the folder of the .htaccess file, where AllowOverride lets it say FileInfo.']
      : []),
  ];
}
