import type { Scenario } from '../../src/inputs/scenario/types.js';
import { SEED } from '../world.js';

/** A cookie to put into the jar: where it is asked for, and by which header. */
interface Seed {
  readonly url: string;
  readonly header: string;
}

/**
 * The cookies that scenarios start with, by the origin that sets them. A page of
 * that origin fetches each from its own URL, which is as first-party as a visit.
 */
export function seedsByOrigin(
  scenarios: readonly Scenario[],
): ReadonlyMap<string, readonly (readonly Seed[])[]> {
  const byOrigin = new Map<string, Seed[][]>();
  for (const { id, cookies = [] } of scenarios) {
    const here = new Map<string, Seed[]>();
    for (const [index, { url }] of cookies.entries()) {
      const { origin } = new URL(url);
      const seed = { url, header: `${id} ${index}` };
      here.set(origin, [...(here.get(origin) ?? []), seed]);
    }
    for (const [origin, seeds] of here) {
      byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), seeds]);
    }
  }
  return byOrigin;
}

/** The script that fetches them: one scenario's in their order, then goes to the next page. */
export function seedScript(groups: readonly (readonly Seed[])[], next: string): string {
  return `const GROUPS = ${JSON.stringify(groups)};
async function lane() {
  for (let group = GROUPS.shift(); group !== undefined; group = GROUPS.shift()) {
    for (const { url, header } of group) await fetch(url, { headers: { ${JSON.stringify(SEED)}: header }, cache: 'no-store' });
  }
}
Promise.all(Array.from({ length: 6 }, lane)).then(() => location.replace(${JSON.stringify(next)}));`;
}
