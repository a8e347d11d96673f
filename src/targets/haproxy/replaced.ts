import type { Place } from '../target.js';
import { parseUrl } from '../../protocol/index.js';
import { isCorsLine, isOurs } from './own.js';
import { word, type Line } from './parse.js';
import { EVERYWHERE, placesOfRule, type FrontPlace } from './places.js';
import { ruleOf, rulesOf } from './rules.js';
import { linesOf, type Proxy, type Site } from './site.js';

/**
 * The user's CORS lines that answer at a place and nowhere else: they can go.
 * Others stay, for those whom they serve; the lines written for the place overrule them there.
 */
export function replacedLines(site: Site, frontend: Proxy, place: Place): readonly Line[] {
  const host = parseUrl(place.origin)?.hostname ?? '';
  const places = frontPlaces(frontend);
  const hosts = new Set(places.map((each) => each.host).filter((each) => each !== ''));
  const below = place.path.endsWith('/') ? place.path : `${place.path}/`;
  const isWithin = (each: FrontPlace): boolean =>
    (each.host === host || (each.host === '' && hosts.size === 0)) &&
    (each.path === place.path ? !each.loose : each.path.startsWith(below));
  const whole = places.every(isWithin);
  const own = frontend.section.lines.filter((line) => {
    if (!isCorsLine(line, frontend.section)) return false;
    const request = word(line, 0) === 'http-request';
    return (
      whole ||
      (request && placesOfRule(ruleOf(line, frontend.section, 'http-request')).every(isWithin))
    );
  });
  const backends = [...site.backends.values()].filter(
    (backend) =>
      backend !== frontend && waysInto(site, frontend, backend)?.every(isWithin) === true,
  );
  return [
    ...own,
    ...backends.flatMap(({ section }) => section.lines.filter((line) => isCorsLine(line, section))),
  ];
}

/** What a frontend tells apart without what was written for it here. */
function frontPlaces(frontend: Proxy): readonly FrontPlace[] {
  const kinds = ['http-request', 'redirect', 'use_backend'] as const;
  const rules = kinds
    .flatMap((kind) => rulesOf(frontend, kind))
    .filter(({ line }) => !isOurs(line));
  return [EVERYWHERE, ...rules.flatMap(placesOfRule)];
}

/** The places from which requests come to a backend; null where others than this frontend send them. */
function waysInto(site: Site, frontend: Proxy, backend: Proxy): readonly FrontPlace[] | null {
  const ways: FrontPlace[] = [];
  for (const each of site.frontends) {
    const into = rulesOf(each, 'use_backend').filter(({ args }) => {
      const name = args[0]?.value ?? '';
      return name === backend.section.name || name.includes('%[');
    });
    const byDefault = each.scopes
      .flatMap((scope) => linesOf(scope, 'default_backend'))
      .some((line) => word(line, 1) === backend.section.name);
    if (into.length === 0 && !byDefault) continue;
    if (each !== frontend || into.some(({ args }) => args[0]?.value.includes('%['))) return null;
    ways.push(...into.flatMap(placesOfRule), ...(byDefault ? [EVERYWHERE] : []));
  }
  return ways.length === 0 ? null : ways;
}
