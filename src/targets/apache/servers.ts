import type { UrlRecord } from '../../protocol/index.js';
import { arg, named, type Directive } from './parse.js';

/** A virtual host, or the main server: directives in force, from the outermost in. */
export interface Server {
  /** The `<VirtualHost>`; null for the main server and for a .htaccess file. */
  readonly directive: Directive | null;
  /** What stands outside of all virtual hosts. */
  readonly main: readonly Directive[];
  /** What stands in the virtual host itself; the main server's own where there is none. */
  readonly own: readonly Directive[];
}

/** A configuration, or a .htaccess file, which is in force in one folder. */
export interface Site {
  readonly htaccess: boolean;
  readonly main: Server;
  readonly hosts: readonly Server[];
}

/** Whether a file is a .htaccess: by its name, or because it has per-folder directives alone. */
export function isHtaccess(file: string, directives: readonly Directive[]): boolean {
  if (/(?:^|[/\\])\.htaccess$/.test(file)) return true;
  if (directives.length === 0) return false;
  const found = active(directives);
  return !found.some(({ name }) => SERVER_ONLY.has(name)) && found.some(PER_FOLDER);
}

/** Directives that a .htaccess file cannot have: https://httpd.apache.org/docs/2.4/mod/quickreference.html */
const SERVER_ONLY = new Set(
  'virtualhost location locationmatch directory directorymatch servername serveralias serverroot listen documentroot proxypass proxypassmatch loadmodule include includeoptional customlog errorlog proxy user group timeout alias balancermember sslengine'.split(
    ' ',
  ),
);
const PER_FOLDER = ({ name }: Directive): boolean =>
  /^(?:header|rewriterule|rewriteengine|setenvif|setenvifnocase|directoryindex|files|filesmatch|authtype)$/.test(
    name,
  );

export function siteOf(file: string, directives: readonly Directive[]): Site {
  const all = active(directives);
  const main = all.filter(({ name }) => name !== 'virtualhost');
  const hosts = named(all, 'virtualhost').map((directive) => ({
    directive,
    main,
    own: active(directive.block ?? []),
  }));
  const alone = { directive: null, main: [], own: main };
  return { htaccess: isHtaccess(file, directives), main: alone, hosts };
}

/**
 * Directives with those of `<IfModule>` and its kin in their place: modules are
 * taken to be loaded, no name to be defined, the version to be 2.4.
 */
export function active(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((directive) =>
    directive.block !== null && isConditional(directive)
      ? holds(directive)
        ? active(directive.block)
        : []
      : [directive],
  );
}

export function isConditional({ name }: Directive): boolean {
  return /^if(?:module|define|version|file|directive|section)$/.test(name);
}

function holds(section: Directive): boolean {
  const first = arg(section, 0);
  if (section.name === 'ifdefine') return first.startsWith('!');
  if (section.name !== 'ifversion') return !first.startsWith('!');
  const [operator, version] = section.args.length > 1 ? [first, arg(section, 1)] : ['=', first];
  const order =
    2004 - Number(version.replace(/^(\d+)\.(\d+).*$/, (_, a, b) => `${+a * 1000 + +b}`));
  if (Number.isNaN(order)) return true;
  const result = operator.includes('<') ? order < 0 : operator.includes('>') && order > 0;
  return (result || (operator.includes('=') && order === 0)) !== operator.startsWith('!');
}

/** The names of a virtual host. */
export function namesOf({ own }: Server): readonly string[] {
  const names = named(own, 'servername').map((each) =>
    arg(each, 0)
      .replace(/^\w+:\/\//, '')
      .replace(/:\d+$/, ''),
  );
  return [...names, ...named(own, 'serveralias').flatMap(({ args }) => args.map((a) => a.value))];
}

/**
 * The server that answers: by port where one is for it, then by name, then the
 * first. https://httpd.apache.org/docs/2.4/vhosts/details.html
 */
export function serverFor({ main, hosts }: Site, url: UrlRecord): Server {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const there = hosts.filter(({ directive }) =>
    directive?.args.some(({ value }) => {
      const at = /:(\d+|\*)$/.exec(value)?.[1];
      return at === undefined || at === '*' || at === port;
    }),
  );
  // None: something in front of this server maps the ports.
  const candidates = there.length > 0 ? there : hosts;
  const host = url.hostname;
  return candidates.find((each) => isNamed(each, host)) ?? candidates[0] ?? main;
}

/** Whether a server has a host's name. */
export function isNamed(server: Server, host: string): boolean {
  return namesOf(server).some((name) => matchesHost(name.toLowerCase(), host));
}

function matchesHost(pattern: string, host: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(host);
}

/** Whether directives are Apache's, by names that no other server has. */
export function looksLikeApache(file: string, directives: readonly Directive[]): boolean {
  if (/(?:^|[/\\])\.htaccess$/.test(file)) return true;
  return active(directives).some(
    ({ name, block, args, raw }) =>
      !/[;{]$/.test(raw) &&
      (block === null
        ? args.length > 0 &&
          (OURS.has(name) ||
            (name === 'header' &&
              /^(?:(?:always|onsuccess)\s+)?(?:set|append|add|merge|unset|edit|setifempty)\s/i.test(
                raw,
              )))
        : SECTIONS.has(name)),
  );
}

const OURS = new Set(
  'rewriteengine rewriterule setenvif setenvifnocase servername documentroot proxypass loadmodule'.split(
    ' ',
  ),
);
const SECTIONS = new Set(
  'virtualhost location locationmatch directory directorymatch files filesmatch'.split(' '),
);
