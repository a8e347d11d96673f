import { CookieJar } from '../cookies/index.js';
import { registrableDomain } from '../cookies/registrable-domain.js';
import type { Scenario } from '../inputs/scenario/types.js';
import { parseUrl, type Behaviour } from '../protocol/index.js';

/** The jar of a scenario's browser, with the cookies that it starts with. */
export function cookieJarOf(scenario: Scenario, behaviour: Behaviour, now: number): CookieJar {
  const topLevelOrigin = scenario.topLevelOrigin ?? scenario.origin;
  const jar = new CookieJar({ behaviour, registrableDomain, topLevelOrigin });
  for (const { url, set } of scenario.cookies ?? []) {
    const parsed = parseUrl(url);
    if (parsed !== null) jar.visit(parsed, set, now);
  }
  return jar;
}
