import { arg, named, type Directive } from './parse.js';
import { regex } from './regex.js';

/** Who answers a path, as far as it matters to headers. */
export interface Handler {
  /** Whether mod_proxy takes the path, before mod_alias sees it. */
  readonly passed: boolean;
  /** Whether mod_proxy answers, by whatever directive. */
  readonly proxied: boolean;
  /**
   * Whether its headers come through util_script.c (CGI, FastCGI, SCGI), which puts
   * them into the table `always`; mod_proxy_http puts them into `onsuccess`.
   */
  readonly script: boolean;
}

/**
 * Who answers a path by the directives of a server, or of a section that it is in.
 * https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass
 */
export function handlerOf(directives: readonly Directive[], path: string): Handler {
  const to = passedTo(directives, path);
  if (to !== null) return { passed: true, proxied: true, script: /^(?:fcgi|scgi):/.test(to) };
  const handlers = named(directives, 'sethandler').map((each) => arg(each, 0));
  const scripts = named(directives, 'scriptalias', 'scriptaliasmatch').some((each) =>
    each.name === 'scriptalias'
      ? passes(arg(each, 0), path)
      : regex(arg(each, 0))?.test(path) === true,
  );
  return {
    passed: false,
    proxied: handlers.some((each) => each.startsWith('proxy:')),
    script:
      scripts || handlers.some((each) => /^(?:cgi-script|proxy:.*\b(?:fcgi|scgi):)/.test(each)),
  };
}

/** The URL that a path is passed on to; null where it is not. */
function passedTo(directives: readonly Directive[], path: string): string | null {
  for (const pass of named(directives, 'proxypass', 'proxypassmatch')) {
    const [from = '', to] = pass.args.map(({ value }) => value);
    // In a section, the path is the section's.
    if (to === undefined || !/^(?:!|[\w+.-]+:)/.test(to)) return from === '!' ? null : from;
    const found =
      pass.name === 'proxypassmatch' ? regex(from)?.test(path) === true : passes(from, path);
    if (found) return to === '!' ? null : to;
  }
  return null;
}

function passes(from: string, path: string): boolean {
  if (!path.startsWith(from)) return false;
  return from.endsWith('/') || path.length === from.length || path[from.length] === '/';
}
