import type { Place } from '../target.js';
import { positionAt } from '../support/position.js';
import { chainOf, type Context, type Item, type Model } from './contexts.js';
import type { Carried, CarriedLists } from './lines.js';
import { isCorsEntry, isOurs, LISTS } from './own.js';
import { reachOf } from './reach.js';

/**
 * What the lists of a place would take away from a user's own, since of those that
 * match the last one counts alone: written into them again, or a reason why not.
 */
export function carriedFor(
  model: Model,
  place: Place,
  hosts: readonly string[],
  text: string,
): { readonly carried: CarriedLists; readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  const [add, set] = LISTS.map((name) => carriedOf(name, model, place, hosts, text, reasons));
  const nothing: Carried = { always: [], sometimes: [] };
  return { carried: { add: add ?? nothing, set: set ?? nothing }, reasons };
}

function carriedOf(
  name: string,
  model: Model,
  place: Place,
  hosts: readonly string[],
  text: string,
  reasons: string[],
): Carried {
  let always: readonly Item[] = [];
  let sometimes: Carried['sometimes'][number][] = [];
  for (const context of model.contexts) {
    const setting = context.settings.get(name);
    if (setting === undefined || isOurs(context)) continue;
    const reach = (one: Context): string =>
      one.parent === null ? 'all' : reachOf(one, place, hosts).there;
    const there = reach(context);
    if (there === 'none') continue;
    const items = setting.items.filter(({ key, value }) => !isCorsEntry(key, value));
    const { line } = positionAt(text, setting.span.start);
    const chain = chainOf(context);
    if (items.some(({ key, value }) => key === null || value === null))
      reasons.push(`${name} in line ${line} has a value that is not known here: write it out.`);
    else if (there === 'all') {
      always = items;
      sometimes = [];
    } else if (chain.every(({ unless }) => unless.length === 0)) {
      const conditions = chain
        .filter((one) => reach(one) !== 'all')
        .flatMap(({ condition }) =>
          condition === null ? [] : [text.slice(condition.span.start, condition.span.end)],
        );
      sometimes.push({ conditions, items });
    } else if (items.length > 0)
      reasons.push(
        `${name} in line ${line} stands behind "else" and holds for some requests of the place only; the policy's list would take its place: write a condition of its own for it.`,
      );
  }
  const same = sometimes.every(({ items }) => sameItems(items, always));
  return { always, sometimes: same ? [] : sometimes };
}

function sameItems(a: readonly Item[], b: readonly Item[]): boolean {
  const text = (items: readonly Item[]): string =>
    JSON.stringify(items.map(({ key, value }) => [key, value]));
  return text(a) === text(b);
}
