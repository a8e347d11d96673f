import type { UrlRecord } from '../../protocol/index.js';
import { word, type Line, type Section } from './parse.js';

/** A proxy with the defaults that it takes. */
export interface Proxy {
  readonly section: Section;
  /** In the order in which their rules run: the defaults' first, then its own. */
  readonly scopes: readonly Section[];
  readonly mode: string;
}

/** The proxies of a configuration. */
export interface Site {
  /** `frontend` and `listen` sections. */
  readonly frontends: readonly Proxy[];
  /** `backend` and `listen` sections, by name. */
  readonly backends: ReadonlyMap<string, Proxy>;
}

/** Sorts sections; a proxy takes the defaults that it names, or the last ones before it. */
export function siteOf(sections: readonly Section[]): Site {
  const frontends: Proxy[] = [];
  const backends = new Map<string, Proxy>();
  const named = new Map<string, Section>();
  let last: Section | null = null;
  for (const section of sections) {
    const { kind, name, from } = section;
    const base: Section | null = from === null ? last : (named.get(from) ?? null);
    if (kind === 'defaults') {
      last = section;
      if (name !== '') named.set(name, section);
    }
    if (!/^(?:frontend|backend|listen)$/.test(kind)) continue;
    const scopes = base === null ? [section] : [base, section];
    const mode = scopes.flatMap((each) => linesOf(each, 'mode')).at(-1);
    const proxy = { section, scopes, mode: mode === undefined ? 'tcp' : word(mode, 1) };
    if (kind !== 'backend') frontends.push(proxy);
    if (kind !== 'frontend') backends.set(name, proxy);
  }
  return { frontends, backends };
}

/** The lines of a section that begin with one of these keywords. */
export function linesOf(section: Section, ...keywords: readonly string[]): readonly Line[] {
  return section.lines.filter((line) => keywords.includes(word(line, 0)));
}

/** The ports that a frontend listens at. */
export function portsOf({ section }: Proxy): readonly string[] {
  return linesOf(section, 'bind').flatMap((line) =>
    word(line, 1)
      .split(',')
      .flatMap((address) => /:(\d+)$/.exec(address)?.[1] ?? []),
  );
}

/** The frontend that takes a request: by port where one listens there, else the first that speaks HTTP. */
export function frontendFor({ frontends }: Site, url: UrlRecord): Proxy | null {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const there = frontends.filter((each) => portsOf(each).includes(port));
  // None: something in front of HAProxy maps the ports.
  const candidates = there.length > 0 ? there : frontends;
  const speaking = candidates.filter(({ mode }) => mode === 'http');
  const host = url.hostname;
  const names = (each: Proxy): boolean =>
    each.section.lines.some(({ words }) =>
      words.some(({ value }) => value.toLowerCase().replaceAll('\\', '').includes(host)),
    );
  return speaking.find(names) ?? speaking[0] ?? candidates[0] ?? null;
}
