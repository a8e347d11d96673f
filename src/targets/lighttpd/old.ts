import type { Change, Place, Span } from '../target.js';
import type { Item, Model } from './contexts.js';
import { isCorsEntry, isOurs, LISTS } from './own.js';
import { reachOf } from './reach.js';

/**
 * The user's own CORS headers that are sent at a place and nowhere else: they go.
 * Others stay for those whom they serve; the lists of the place take their place there.
 */
export function oldEntries(
  text: string,
  model: Model,
  place: Place,
  hosts: readonly string[],
): readonly Change[] {
  const gone: Change[] = [];
  for (const context of model.contexts) {
    if (isOurs(context)) continue;
    const only =
      context.parent === null
        ? place.path === '/' && hosts.length === 0
        : reachOf(context, place, hosts).onlyThere;
    if (!only) continue;
    const spans: Span[] = [];
    for (const name of LISTS) {
      const setting = context.settings.get(name);
      const items = setting?.items.filter((item) => isWithin(item.span, setting.span)) ?? [];
      const cors = items.filter(({ key, value }) => isCorsEntry(key, value));
      if (setting === undefined || cors.length === 0) continue;
      if (cors.length === items.length) spans.push(setting.span);
      else gone.push(...cors.map((item) => removed(entrySpan(text, item, items), 'its entry')));
    }
    const whole =
      spans.length === context.settings.size &&
      context.blocks.length === 1 &&
      context.blocks[0]?.statements.length === spans.length &&
      !model.contexts.some(({ unless }) => unless.includes(context)) &&
      context.unless.length === 0;
    if (whole && spans.length > 0)
      gone.push(removed(lineOf(text, context.blocks[0]!.span), 'its block'));
    else gone.push(...spans.map((span) => removed(lineOf(text, span), 'its list')));
  }
  return gone.filter(
    ({ at }, index) =>
      at !== null &&
      !gone.some((each, other) => other !== index && each.at !== null && isWithin(at, each.at)),
  );
}

function removed(at: Span, where: string): Change {
  return { where, text: '', at };
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** An entry with the comma that belongs to it. */
function entrySpan(text: string, { span }: Item, items: readonly Item[]): Span {
  const after = /^\s*,[ \t]*(?:\r?\n[ \t]*)?/.exec(text.slice(span.end))?.[0] ?? '';
  if (after !== '') return { start: span.start, end: span.end + after.length };
  const last = items.at(-1)?.span.end === span.end;
  const before = last ? (/,?\s*$/.exec(text.slice(0, span.start))?.[0] ?? '') : '';
  return { start: span.start - before.length, end: span.end };
}

/** The whole lines of a span where nothing else stands on them. */
function lineOf(text: string, { start, end }: Span): Span {
  const lead = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start))?.[1];
  const trail = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end))?.[0];
  if (lead === undefined || trail === undefined) return { start, end };
  return { start: start - lead.length, end: end + trail.length };
}
