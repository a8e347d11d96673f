import { CHROMIUM } from './chromium.js';
import type { ConsoleEntry } from './entry.js';
import { FIREFOX } from './firefox.js';
import { FOREIGN } from './foreign.js';
import { findAll, headless, pattern, type Match, type Pattern } from './pattern.js';
import type { Squeezed } from './squeeze.js';
import { WEBKIT } from './webkit.js';

/** A known line, or a part of one, found in the text. Several entries where the text is cut before they differ. */
export interface Hit extends Match {
  readonly entries: readonly ConsoleEntry[];
}

interface Known {
  readonly entry: ConsoleEntry;
  readonly patterns: readonly Pattern[];
}

let compiled: readonly Known[] | null = null;

function known(): readonly Known[] {
  compiled ??= [...CHROMIUM, ...FIREFOX, ...WEBKIT, ...FOREIGN].map((entry) => {
    const whole = pattern(entry.text);
    const rest = entry.role === 'reason' ? headless(whole) : null;
    return { entry, patterns: rest ? [whole, rest] : [whole] };
  });
  return compiled;
}

/** All that is known in the text, in its order; where two overlap, the earlier, then the longer. */
export function findHits(where: Squeezed): Hit[] {
  const all = known().flatMap(({ entry, patterns }) =>
    patterns.flatMap((one) => findAll(one, where).map((match) => ({ ...match, entries: [entry] }))),
  );
  all.sort((a, b) => a.start - b.start || Number(a.cut) - Number(b.cut) || b.end - a.end);
  const hits: Hit[] = [];
  for (const hit of all) {
    const last = hits.at(-1);
    if (!last || hit.start >= last.end) hits.push(hit);
    else if (last.cut && hit.cut && hit.start === last.start && hit.end === last.end) {
      hits[hits.length - 1] = { ...last, entries: [...last.entries, ...hit.entries] };
    }
  }
  return hits;
}
