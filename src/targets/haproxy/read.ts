import type { ConfigProblem, Reading, Route, Source } from '../target.js';
import { lint } from './lint.js';
import { lintPlace } from './lint-place.js';
import { parse } from './parse.js';
import { placesOfFrontend } from './places.js';
import { asker, policyAt } from './policy.js';
import { simulate } from './simulate.js';
import { linesOf, portsOf, siteOf, type Proxy, type Site } from './site.js';

/** Reads a configuration of HAProxy. */
export function read({ text }: Source): Reading {
  const { sections, faults } = parse(text);
  const syntax: readonly ConfigProblem[] = faults.map((fault) => ({ ...fault, severity: 'error' }));
  const site = siteOf(sections);
  if (site.frontends.length === 0) return { value: null, problems: syntax };
  const found = site.frontends.flatMap((frontend) => routesOf(site, frontend));
  const problems = [...syntax, ...lint(site), ...found.flatMap((each) => each.problems)];
  return {
    value: {
      routes: found.map(({ route }) => route),
      simulate: (request, upstream) => simulate(site, request, upstream),
    },
    problems: unique(problems),
  };
}

interface FoundRoute {
  readonly route: Route;
  readonly problems: readonly ConfigProblem[];
}

function routesOf(site: Site, frontend: Proxy): readonly FoundRoute[] {
  const { section, mode } = frontend;
  if (mode !== 'http') return [];
  const proxies = [frontend, ...site.backends.values()];
  return placesOfFrontend(frontend).map(({ host, path }) => {
    const ask = asker(site, urlOf(frontend, host, path));
    const { policy, notes, allow, reflects } = policyAt(ask, proxies);
    const route: Route = {
      hosts: host === '' ? [] : [host],
      path,
      policy,
      span: allow?.span ?? section.head.span,
      notes,
    };
    return { route, problems: lintPlace(ask, { policy, notes, allow, reflects }) };
  });
}

/** A URL that comes to a frontend; where nothing tells it from others, one that comes to the first of them. */
function urlOf(frontend: Proxy, host: string, path: string): string {
  const ports = portsOf(frontend);
  const port = ports.find((each) => each === '443') ?? ports[0] ?? '80';
  const tls = linesOf(frontend.section, 'bind').some(({ words }) =>
    words.some(({ value }) => value === 'ssl'),
  );
  const usual = port === '443' || port === '80';
  const scheme = port === '443' || (tls && port !== '80') ? 'https' : 'http';
  const name = /^[\w.-]+$/.test(host) ? host : 'localhost';
  return `${scheme}://${name}${usual ? '' : `:${port}`}${path}`;
}

/** The same line is found wrong from every place that it serves. */
function unique(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const all = new Map(
    problems.map((each) => [`${each.rule} ${each.span.start} ${each.span.end}`, each]),
  );
  return [...all.values()];
}
