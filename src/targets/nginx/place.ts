import { arg, named, type Directive } from './parse.js';
import { isRegex, locationFor, type Site } from './servers.js';

/** The location to change: one that is there, or the one whose place a new one takes. */
export interface Target {
  readonly location: Directive | null;
  readonly isNew: boolean;
}

/** Where a place's policy goes; a sentence where that cannot be done without losing something. */
export function targetOf(server: Directive, path: string): Target | string {
  const block = server.block ?? [];
  const chain = locationFor(block, path);
  const own = [...named(block, 'location'), ...chain].find(
    (each) => !isRegex(each) && arg(each, 0) !== '=' && patternOf(each) === path,
  );
  if (own !== undefined) return diverted(own, block, false) ?? { location: own, isNew: false };
  const remedy = 'give the path a location of its own first.';
  const [serving = null] = chain;
  if (serving === null) return { location: null, isNew: true };
  const what = `${path} is served by location ${patternOf(serving)}`;
  if (isRegex(serving)) return `${what}, a regular expression: ${remedy}`;
  // What stands in them (deny, say) would be lost in a copy.
  if (named(serving.block ?? [], 'location').length > 0)
    return `${what}, which has locations within it: ${remedy}`;
  const passes = named(serving.block ?? [], 'proxy_pass', 'alias').find(
    (each) => each.name === 'alias' || /^\w+:\/\/[^/]+\//.test(arg(each, 0)),
  );
  if (passes !== undefined) return `${what}, whose ${passes.name} replaces that prefix: ${remedy}`;
  return diverted(serving, block, true) ?? { location: serving, isNew: true };
}

/** What of a location keeps headers and an `if` in it from having their way; null where nothing does. */
function diverted(
  location: Directive,
  server: readonly Directive[],
  isNew: boolean,
): string | null {
  const block = location.block ?? [];
  const shown = `location ${patternOf(location)}`;
  const [limit] = named(block, 'limit_except');
  if (limit !== undefined && !limit.args.some(({ value }) => value.toUpperCase() === 'OPTIONS'))
    return `${shown} has a limit_except without OPTIONS: for the methods that it limits nginx skips every if, so preflights cannot be answered there. Add OPTIONS to the limit_except first.`;
  const [files] = named(block, 'try_files');
  const last = files === undefined ? '' : arg(files, files.args.length - 1);
  if (last === '' || last.startsWith('=')) return null;
  const path = last.split(/[?$]/)[0] ?? '';
  const answers = last.startsWith('@') ? null : locationFor(server, path).at(-1);
  return answers === location && !isNew
    ? null
    : `${shown} sends requests on to ${last} with try_files: headers that stand here are not on those answers. Give the path a location of its own that answers by itself first.`;
}

function patternOf(location: Directive): string {
  return arg(location, location.args.length - 1);
}

/** What the user has to know of a place: who else answers near it. */
export function notes(server: Directive, site: Site, path: string): string[] {
  const block = server.block ?? [];
  const all = named(block, 'location');
  const deeper = all.filter(
    (each) =>
      patternOf(each) !== path &&
      (isRegex(each) || patternOf(each).startsWith(path === '/' ? '/' : `${path}/`)),
  );
  const chain = locationFor(block, path).flatMap((each) => each.block ?? []);
  const pages = [...site.http, ...block, ...chain].some(({ name }) => name === 'error_page');
  return [
    ...(path === '/'
      ? []
      : [`nginx compares prefixes letter by letter: the location ${path} also answers ${path}x.`]),
    ...(deeper.length === 0
      ? []
      : [
          `Other locations answer some of these paths and do not get the policy: ${deeper.map(patternOf).join(', ')}.`,
        ]),
    ...(pages
      ? [
          'error_page sends errors through another location, whose answers do not get the policy: pages cannot read those errors.',
        ]
      : []),
  ];
}
