import type { Place } from '../target.js';
import { positionAt } from '../support/position.js';
import { chainOf, type Item, type Model } from './contexts.js';
import type { Carried } from './lines.js';
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
): { readonly carried: Carried; readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  const always: Record<string, readonly Item[]> = {};
  const added: Carried['added'][number][] = [];
  for (const context of model.contexts) {
    if (isOurs(context)) continue;
    for (const name of LISTS) {
      const setting = context.settings.get(name);
      if (setting === undefined) continue;
      const { there } = context.parent === null ? { there: 'all' } : reachOf(context, place, hosts);
      if (there === 'none') continue;
      const items = setting.items.filter(({ key, value }) => !isCorsEntry(key, value));
      const { line } = positionAt(text, setting.span.start);
      if (items.some(({ key, value }) => key === null || value === null))
        reasons.push(`${name} in line ${line} has a value that is not known here: write it out.`);
      else if (there === 'all') {
        always[name] = items;
        if (name === LISTS[0]) added.length = 0;
      } else if (items.length === 0) continue;
      else if (name === LISTS[0] && chainOf(context).every(({ unless }) => unless.length === 0)) {
        const chain = chainOf(context).filter((one) => reachOf(one, place, hosts).there !== 'all');
        const conditions = chain.flatMap(({ condition }) =>
          condition === null ? [] : [text.slice(condition.span.start, condition.span.end)],
        );
        added.push({ conditions, items });
      } else
        reasons.push(
          `${name} in line ${line} holds for some requests of the place only, and the policy's list would take its place: write it without that condition, or move it to another server.`,
        );
    }
  }
  const carried = { add: always[LISTS[0]] ?? [], set: always[LISTS[1]] ?? [], added };
  return { carried, reasons };
}
