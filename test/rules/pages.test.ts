import { describe, expect, it } from 'vitest';
import { ENGINES } from '../../src/engines/index.js';
import { readScenario } from '../../src/inputs/scenario/read.js';
import type { Scenario } from '../../src/inputs/scenario/types.js';
import { WORDING } from '../../src/reporters/index.js';
import type { RuleId } from '../../src/rules/index.js';
import { runScenario } from '../../src/simulate/index.js';
import { readPage } from './page.js';

const IDS = Object.keys(WORDING) as RuleId[];
const PAGES = new Map(IDS.map((id) => [id, readPage(id)]));
const HEADINGS = ['Why', 'How to make sure', 'Fix', 'Not to be confused with'];

/** Rules about what no scenario can say: connections that fail, experiments, times. */
const LIVE_ONLY = [
  'certificate-expired',
  'certificate-not-trusted',
  'certificate-not-yet-valid',
  'certificate-self-signed',
  'certificate-unknown-issuer',
  'certificate-wrong-host',
  'connection-refused',
  'connection-reset',
  'cors-on-other-paths-or-methods',
  'empty-response',
  'host-not-found',
  'malformed-http-response',
  'network-unreachable',
  'preflight-answered-slowly',
  'proxy-failed',
  'response-headers-too-large',
  'time-out',
  'wrong-protocol-on-port',
];

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

it.each(IDS.filter((id) => !LIVE_ONLY.includes(id)))('the example of %s shows it', (id) => {
  const { example } = PAGES.get(id)!;
  expect(readScenario(example).problems).toEqual([]);
  expect(causesOf(example!)).toContain(id);
});

it('has an example wherever a scenario can show the cause', () => {
  expect(IDS.filter((id) => PAGES.get(id)!.example === null)).toEqual(LIVE_ONLY);
});
