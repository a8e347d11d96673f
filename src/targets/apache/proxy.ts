import { arg, named, type Directive } from './parse.js';
import { regex } from './regex.js';

/**
 * Whether a path is passed on to another server by the directives of a server,
 * or of a location that it is in. https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass
 */
export function proxies(directives: readonly Directive[], path: string): boolean {
  for (const pass of named(directives, 'proxypass', 'proxypassmatch')) {
    const [from = '', to] = pass.args.map(({ value }) => value);
    if (to === undefined || !/^(?:!|[\w+.-]+:)/.test(to)) return from !== '!';
    const found =
      pass.name === 'proxypassmatch' ? regex(from)?.test(path) === true : passes(from, path);
    if (found) return to !== '!';
  }
  return named(directives, 'sethandler').some((each) => arg(each, 0).startsWith('proxy:'));
}

function passes(from: string, path: string): boolean {
  if (!path.startsWith(from)) return false;
  return from.endsWith('/') || path.length === from.length || path[from.length] === '/';
}
