import type { ConfigProblem, Reading, Route, Source } from '../target.js';
import { lint } from './lint.js';
import { arg, named, parse, type Directive } from './parse.js';
import { policyAt, type Found } from './policy.js';
import { isPattern } from './sections.js';
import { active, looksLikeApache, namesOf, siteOf, type Server, type Site } from './servers.js';
import { simulate } from './simulate.js';
import { unfollowed } from './unfollowed.js';

/** A server or a location of it. */
export interface Place {
  readonly directive: Directive | null;
  /** The directives that stand in it. */
  readonly block: readonly Directive[];
  readonly hosts: readonly string[];
  readonly shown: string;
  /** A URL that it answers; null where that cannot be told. */
  readonly url: string | null;
}

/** Reads a configuration of Apache: a whole one, a file of virtual hosts, or a .htaccess. */
export function read({ file, text }: Source): Reading {
  const { directives, faults } = parse(text);
  const syntax: readonly ConfigProblem[] = faults.map(({ span, message }) => ({
    rule: 'apache-syntax',
    severity: 'error',
    span,
    message,
  }));
  if (!looksLikeApache(file, directives)) return { value: null, problems: syntax };
  const site = siteOf(file, directives);
  const servers = site.hosts.length > 0 ? site.hosts : [site.main];
  const places = servers.flatMap((server) => placesOf(site, server));
  const found = places.map((place) => ({
    place,
    found: place.url === null ? null : policyAt(site, place.url),
  }));
  return {
    value: {
      routes: found.map((each) => routeOf(each.place, each.found, text)),
      simulate: (request, upstream) => simulate(site, request, upstream),
    },
    problems: [...syntax, ...lint(site, places, directives), ...unfollowed(directives)],
  };
}

function placesOf(site: Site, server: Server): Place[] {
  const hosts = namesOf(server);
  const host = hosts.find((name) => /^[\w.-]+$/.test(name)) ?? 'localhost';
  const address = server.directive === null ? '' : arg(server.directive, 0);
  const port = /:(\d+)$/.exec(address)?.[1] ?? '80';
  const tls =
    port === '443' || named(server.own, 'sslengine').some((each) => /^on$/i.test(arg(each, 0)));
  const usual = port === '80' || port === '443';
  const base = `${tls ? 'https' : 'http'}://${host}${usual ? '' : `:${port}`}`;
  const { directive, own } = server;
  const whole: Place = { directive, block: own, hosts, shown: '/', url: `${base}/` };
  if (site.htaccess) return [whole];
  const sections = named(own, 'location', 'locationmatch', 'directory', 'directorymatch');
  const inner = sections.map((section): Place => {
    const pattern = section.args.at(-1)?.value ?? '';
    const plain =
      section.name === 'location' && !isPattern(section) && /^\/[^*?[\]\s]*$/.test(pattern);
    return {
      directive: section,
      block: active(section.block ?? []),
      hosts,
      shown: plain ? pattern : section.args.map(({ value }) => value).join(' '),
      url: plain ? base + pattern : null,
    };
  });
  return inner.some(({ url }) => url === `${base}/`) ? inner : [whole, ...inner];
}

function routeOf({ directive, hosts, shown }: Place, found: Found | null, text: string): Route {
  const span =
    found?.lines[0]?.span ??
    (directive === null
      ? { start: 0, end: Math.min(1, text.length) }
      : { start: directive.span.start, end: directive.inner?.start ?? directive.span.end });
  const notes = found === null || found.unclear === null ? [] : [found.unclear];
  return { hosts, path: shown, policy: found?.policy ?? null, span, notes };
}
