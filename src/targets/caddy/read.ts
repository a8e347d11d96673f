import type { ConfigProblem, Reading, Route, Source } from '../target.js';
import { lint } from './lint.js';
import { pathsOf, scopeOf } from './matchers.js';
import { all } from './origins.js';
import { parse } from './parse.js';
import { policyAt } from './policy.js';
import { simulate } from './simulate.js';
import { sitesOf, type Site } from './sites.js';

/** More places of one site than anybody reads. */
const MOST_PLACES = 200;

/** Reads a Caddyfile. */
export function read({ text }: Source): Reading {
  const { directives, faults } = parse(text);
  const problems: readonly ConfigProblem[] = faults.map(({ span, message }) => ({
    rule: 'caddyfile-syntax',
    severity: 'error',
    span,
    message,
  }));
  const sites = sitesOf(directives, text);
  if (sites.length === 0) return { value: null, problems };
  return {
    value: {
      routes: sites.flatMap(routesOf),
      simulate: (request, upstream) => simulate(sites, request, upstream),
    },
    problems: [...problems, ...sites.flatMap((site) => lint(site, placesOf(site)))],
  };
}

/** A path that a site tells apart, and a URL there. */
export interface CaddyPlace {
  readonly path: string;
  readonly url: string;
}

function placesOf(site: Site): readonly CaddyPlace[] {
  const [address] = site.addresses;
  const host = (address?.host ?? '').replaceAll('*', 'any') || 'localhost';
  const port = address?.port === null || address?.port === undefined ? '' : `:${address.port}`;
  const base = `${address?.scheme ?? 'https'}://${host}${port}`;
  const scope = scopeOf(site.body);
  const paths = all(site.body).flatMap((directive) => [...(pathsOf(directive, scope) ?? [])]);
  return [...new Set(['/', ...paths])]
    .filter((path) => path.startsWith('/') && !/\*./.test(path))
    .slice(0, MOST_PLACES)
    .map((path) => ({ path, url: base + path.replace('*', '') }));
}

function routesOf(site: Site): readonly Route[] {
  const hosts = site.addresses.map(({ host }) => host).filter((host) => host !== '');
  const start = { start: site.span.start, end: site.inner.start };
  return placesOf(site).map(({ path, url }) => {
    const { policy, unclear, span } = policyAt(site, url);
    return { hosts, path, policy, span: span ?? start, notes: unclear === null ? [] : [unclear] };
  });
}
