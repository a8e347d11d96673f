import type { ConfigProblem, Reading, Route, Source, Span } from '../target.js';
import { lint } from './lint.js';
import { allowOriginOf, policyAt } from './policy.js';
import { arg, named, parse, type Directive } from './parse.js';
import { isRegex, namesOf, siteOf, type Site } from './servers.js';
import { inherited, type Scopes } from './scopes.js';
import { simulate } from './simulate.js';

/** Reads a configuration of nginx: a whole one, or a file of servers as in conf.d. */
export function read({ text }: Source): Reading {
  const { directives, faults } = parse(text);
  const syntax: readonly ConfigProblem[] = faults.map(({ span, message }) => ({
    rule: 'nginx-syntax',
    severity: 'error',
    span,
    message,
  }));
  const site = siteOf(directives);
  if (site.servers.length === 0) return { value: null, problems: syntax };
  const places = site.servers.flatMap((server) => placesOf(site, server));
  const problems = [
    ...syntax,
    ...blocksOf(site, places).flatMap((scopes) => lint(site, scopes)),
    ...included(directives),
    ...notFollowed(directives),
  ];
  return {
    value: {
      routes: places.map((place) => routeOf(site, place)),
      simulate: (request, upstream) => simulate(site, request, upstream),
    },
    problems,
  };
}

/** Every block that may set headers, with those around it; a server also where its `/` answers for it. */
function blocksOf(site: Site, places: readonly NginxPlace[]): readonly Scopes[] {
  const servers = site.servers.map(({ block }) => [site.http, block ?? []]);
  const locations = places.map(({ scopes }) => scopes).filter((scopes) => scopes.length > 2);
  return [[site.http], ...servers, ...locations];
}

/** A server or a location of it, with the blocks around it from the outermost in. */
export interface NginxPlace {
  readonly directive: Directive;
  readonly scopes: readonly (readonly Directive[])[];
  readonly hosts: readonly string[];
  /** A path that it serves; null for a regular expression. */
  readonly path: string | null;
  readonly shown: string;
  /** A URL that it answers, as far as that can be told. */
  readonly url: string | null;
}

function placesOf(site: Site, server: Directive): NginxPlace[] {
  const hosts = namesOf(server).filter((name) => name !== '_' && name !== '' && name !== '""');
  const host = hosts.find((name) => /^[\w.-]+$/.test(name)) ?? 'localhost';
  const tls = named(server.block ?? [], 'listen').some(({ args }) =>
    args.some(({ value }) => value === 'ssl'),
  );
  const port = /(?:^|:)(\d+)$/.exec(arg(named(server.block ?? [], 'listen')[0] ?? server, 0))?.[1];
  const usual = port === undefined || port === '80' || port === '443';
  const base = `${tls || port === '443' ? 'https' : 'http'}://${host}${usual ? '' : `:${port}`}`;
  const whole: NginxPlace = {
    directive: server,
    scopes: [site.http, server.block ?? []],
    hosts,
    path: '/',
    shown: '/',
    url: `${base}/`,
  };
  const below = (directive: Directive, scopes: NginxPlace['scopes']): NginxPlace[] =>
    named(directive.block ?? [], 'location').flatMap((location) => {
      const pattern = arg(location, location.args.length - 1);
      const path = isRegex(location) || pattern.startsWith('@') ? null : pattern;
      const shown = location.args.map(({ value }) => value).join(' ');
      const inner = [...scopes, location.block ?? []];
      const place: NginxPlace = {
        directive: location,
        scopes: inner,
        hosts,
        path,
        shown: path ?? shown,
        url: path === null ? null : base + path,
      };
      return [place, ...below(location, inner)];
    });
  const locations = below(server, whole.scopes);
  return locations.some(({ path }) => path === '/') ? locations : [whole, ...locations];
}

function routeOf(site: Site, { hosts, shown, url, scopes, directive }: NginxPlace): Route {
  const line = inherited(scopes, 'add_header', 'more_set_headers').find(
    (each) => allowOriginOf(each) !== null,
  );
  const span: Span = line?.span ?? {
    start: directive.span.start,
    end: directive.inner?.start ?? directive.span.end,
  };
  if (url === null) {
    const notes = line === undefined ? [] : ['Found by a regular expression: not followed.'];
    return { hosts, path: shown, policy: null, span, notes };
  }
  const { policy, unclear } = policyAt(site, url, scopes);
  return { hosts, path: shown, policy, span, notes: unclear === null ? [] : [unclear] };
}

/** What decides about answers and cannot be told from a configuration, and what is taken instead. */
const ASSUMED: readonly (readonly [RegExp, string])[] = [
  [
    /^try_files$/,
    'Which files are there is not known here: the last word of try_files is taken, as if none were.',
  ],
  [
    /^auth_request$/,
    'Whom auth_request lets in is not known here: 401 is taken for requests without Authorization and cookies.',
  ],
  [/^satisfy$/, 'satisfy is not simulated: all that is asked for is taken to be needed.'],
  [
    /_by_lua(?:_block|_file)?$|^js_|^perl$/,
    'This is code, which is not run: what it makes of an answer is not known here.',
  ],
];

function notFollowed(directives: readonly Directive[]): ConfigProblem[] {
  return directives.flatMap((directive) => {
    const inner = directive.block === null ? [] : notFollowed(directive.block);
    const message = ASSUMED.find(([name]) => name.test(directive.name))?.[1];
    if (message === undefined || arg(directive, 0) === 'off') return inner;
    const { span } = directive;
    return [{ rule: 'not-simulated', severity: 'note', span, message } as const, ...inner];
  });
}

/** What other files say is not read. */
function included(directives: readonly Directive[]): ConfigProblem[] {
  return directives.flatMap((directive) => {
    const inner = directive.block === null ? [] : included(directive.block);
    if (directive.name !== 'include' || /mime\.types$|_params$/.test(arg(directive, 0)))
      return inner;
    const message = `${arg(directive, 0)} is not read: what it says of CORS is not known here.`;
    return [
      { rule: 'include-not-read', severity: 'note', span: directive.span, message } as const,
      ...inner,
    ];
  });
}
