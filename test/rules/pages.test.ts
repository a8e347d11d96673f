import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/index.js';
import { ENGINE_NAMES, ENGINES } from '../../src/engines/index.js';
import { readScenario } from '../../src/inputs/scenario/read.js';
import type { Scenario } from '../../src/inputs/scenario/types.js';
import { WORDING } from '../../src/reporters/index.js';
import type { RuleId } from '../../src/rules/index.js';
import { runScenario } from '../../src/simulate/index.js';
import { changed, NEAR_MISSES } from './near-misses.js';
import { OBSERVED } from './observed.js';
import { readPage } from './page.js';

const IDS = Object.keys(WORDING) as RuleId[];
const PAGES = new Map(IDS.map((id) => [id, readPage(id)]));
const HEADINGS = ['Why', 'How to make sure', 'Fix', 'Not to be confused with'];

function causesOf(scenario: Scenario): string[] {
  return [ENGINES.standard, ENGINES.chromium].flatMap((engine) =>
    runScenario(scenario, engine).flatMap(({ causes }) => causes.map(({ rule }) => rule)),
  );
}

function firstCauses(scenario: Scenario): (string | undefined)[] {
  return [ENGINES.standard, ENGINES.chromium].flatMap((engine) =>
    runScenario(scenario, engine).map(({ causes }) => causes[0]?.rule),
  );
}

describe.each(IDS)('the page about %s', (id) => {
  const page = PAGES.get(id)!;

  it('has the heading that the report has, at most 60 characters, and all parts', () => {
    expect(page.title).toBe(WORDING[id].title);
    expect(page.title.length).toBeLessThanOrEqual(60);
    expect(page.headings.slice(0, HEADINGS.length)).toEqual(HEADINGS);
  });

  it('names neighbours that exist, and not itself', () => {
    expect(page.neighbours.length).toBeGreaterThan(0);
    for (const neighbour of page.neighbours) expect(IDS).toContain(neighbour);
    expect(page.neighbours).not.toContain(id);
  });

  it('does not speak first when an example of a neighbour does', () => {
    for (const neighbour of page.neighbours) {
      const example = PAGES.get(neighbour as RuleId)!.example;
      if (example) expect(firstCauses(example), `the example of ${neighbour}`).not.toContain(id);
    }
  });
});

const SHOWN = IDS.filter((id) => !(id in OBSERVED));

it.each(SHOWN)('the example of %s shows it', (id) => {
  const { example } = PAGES.get(id)!;
  expect(readScenario(example).problems).toEqual([]);
  expect(causesOf(example!)).toContain(id);
});

it.each(Object.entries(NEAR_MISSES))('%s is silent where its cause is not', (id, changes) => {
  const scenario = changed(PAGES.get(id as RuleId)!.example!, changes);
  expect(readScenario(scenario).problems).toEqual([]);
  const causes = ENGINE_NAMES.flatMap((name) => runScenario(scenario, ENGINES[name])).flatMap(
    (record) => record.causes.map(({ rule }) => rule),
  );
  expect(causes).not.toContain(id);
});

describe.each(Object.entries(OBSERVED))(
  '%s, which no scenario can show',
  (id, { fixtures, nearMisses }) => {
    it.each(Object.entries(fixtures))('speaks: %s', (_, observed) => {
      expect(diagnose(observed()).causes.map(({ rule }) => rule)).toContain(id);
    });

    it.each(Object.entries(nearMisses))('is silent: %s', (_, observed) => {
      expect(diagnose(observed()).causes.map(({ rule }) => rule)).not.toContain(id);
    });
  },
);

it('has a fixture that shows each rule, and a near miss', () => {
  const shown = new Set<string>([
    ...IDS.filter((id) => PAGES.get(id)!.example),
    ...Object.keys(OBSERVED),
  ]);
  expect(IDS.filter((id) => !shown.has(id))).toEqual([]);
  const missed = new Set<string>(Object.keys(NEAR_MISSES));
  for (const [id, { fixtures, nearMisses }] of Object.entries(OBSERVED)) {
    if (Object.keys(fixtures).length > 0 && Object.keys(nearMisses).length > 0) missed.add(id);
  }
  expect(IDS.filter((id) => !missed.has(id))).toEqual([]);
});
