import type { NetworkRequest } from '../../protocol/index.js';
import { parseUrl } from '../../protocol/index.js';
import type { Span } from '../target.js';
import type { Directive, Token } from './parse.js';

/** One site of a Caddyfile, its imports of snippets expanded. */
export interface Site {
  readonly addresses: readonly Address[];
  readonly body: readonly Directive[];
  /** Between its braces. */
  readonly inner: Span;
  readonly span: Span;
  /** Imports that are no snippets of this file. */
  readonly unread: readonly Directive[];
}

export interface Address {
  readonly text: string;
  readonly scheme: string | null;
  /** Empty for any. */
  readonly host: string;
  readonly port: string | null;
}

/** Finds the sites: https://caddyserver.com/docs/caddyfile/concepts#addresses. */
export function sitesOf(directives: readonly Directive[], text: string): readonly Site[] {
  const snippets = new Map<string, readonly Directive[]>();
  const sites: Site[] = [];
  directives.forEach((directive, index) => {
    const { name, args, block, inner, span } = directive;
    if (name === '' || /^import$|^@|^\}$/.test(name)) return;
    if (/^\(.+\)$/.test(name)) return void snippets.set(name.slice(1, -1), block ?? []);
    const addresses = [name, ...args.map(({ value }) => value)]
      .flatMap((each) => each.split(','))
      .filter((each) => each !== '')
      .map(addressOf);
    const unread: Directive[] = [];
    if (block !== null && inner !== null) {
      const body = expand(block, snippets, unread);
      sites.push({ addresses, body, inner, span, unread });
    } else if (sites.length === 0 && index === directives.findIndex((each) => each.name !== '')) {
      // A file of one site needs no braces.
      const rest = directives.slice(index + 1);
      const body = expand(rest, snippets, unread);
      const whole = { start: span.end, end: text.length };
      sites.push({ addresses, body, inner: whole, span: { ...span, end: text.length }, unread });
    }
  });
  const [first] = sites;
  return first !== undefined && first.span.end === text.length && first.inner.end === text.length
    ? [first]
    : sites;
}

function addressOf(text: string): Address {
  const match = /^(?:(https?):\/\/)?([^:/]*|\[[^\]]*\])(?::(\d+))?(?:\/.*)?$/i.exec(text);
  const [, scheme, host = '', port] = match ?? [];
  return { text, scheme: scheme ?? null, host: host.toLowerCase(), port: port ?? null };
}

function expand(
  block: readonly Directive[],
  snippets: ReadonlyMap<string, readonly Directive[]>,
  unread: Directive[],
  depth = 0,
): readonly Directive[] {
  return block.flatMap((directive): readonly Directive[] => {
    const inner =
      directive.block === null ? null : expand(directive.block, snippets, unread, depth);
    if (directive.name !== 'import') return [{ ...directive, block: inner }];
    const [what, ...args] = directive.args;
    const found = snippets.get(what?.value ?? '');
    if (found === undefined || depth > 8) {
      unread.push(directive);
      return [];
    }
    const top = (each: Directive): Directive => ({
      ...filled(each, args),
      imported: directive,
    });
    return expand(found.map(top), snippets, unread, depth + 1);
  });
}

/** A snippet's directive with the arguments of its import. */
function filled(directive: Directive, given: readonly Token[]): Directive {
  const put = (text: string): string =>
    text.replaceAll(/\{args(?:\.(\d+)|\[(\d+)\])\}/g, (whole, a?: string, b?: string) => {
      return given[Number(a ?? b)]?.value ?? whole;
    });
  return {
    ...directive,
    name: put(directive.name),
    args: directive.args.map(({ value, span }) => ({ value: put(value), span })),
    block: directive.block?.map((each) => filled(each, given)) ?? null,
  };
}

/** The site that answers a request, the most specific host first; null for none. */
export function siteFor(sites: readonly Site[], { url }: Pick<NetworkRequest, 'url'>): Site | null {
  const parsed = parseUrl(url);
  if (parsed === null) return null;
  const scheme = parsed.protocol.slice(0, -1);
  const rank = ({ addresses }: Site): number =>
    Math.max(
      0,
      ...addresses.map((address) => {
        const host = hostRank(address.host, parsed.hostname.toLowerCase());
        const at = (address.scheme ?? scheme) === scheme ? 1 : 0;
        return host === 0 ? 0 : host * 4 + at * 2 + (address.port === parsed.port ? 1 : 0);
      }),
    );
  let best: Site | null = null;
  for (const site of sites) if (rank(site) > (best === null ? 0 : rank(best))) best = site;
  return best;
}

function hostRank(pattern: string, host: string): number {
  if (pattern === host) return 3;
  if (pattern === '' || pattern === '*') return 1;
  const labels = host.split('.');
  const parts = pattern.split('.');
  const same =
    labels.length === parts.length &&
    parts.every((part, index) => part === '*' || part === labels[index]);
  return same ? 2 : 0;
}
