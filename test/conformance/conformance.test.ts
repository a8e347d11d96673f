import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare, type Aspect } from '../../lab/compare.js';
import { BROWSERS, recordBrowser, type BrowserName } from '../../lab/record.js';
import { readJsonLines, type RecordedLine } from '../../lab/recording.js';
import { World } from '../../lab/world.js';
import { ENGINES } from '../../src/engines/index.js';
import { missingPackages } from '../setup/packages.js';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const handPicked = readJsonLines<RecordedLine>(file('hand-picked.jsonl'));
const generated = readJsonLines<RecordedLine>(file('generated.jsonl'));
const all = [...handPicked, ...generated];

/** Scenarios in which a browser does what no decision explains yet; they must not grow, and not be kept when they are explained. */
const unexplained = JSON.parse(readFileSync(file('unexplained.json'), 'utf8')) as Record<
  BrowserName,
  readonly string[]
>;

const DECIDING: readonly Aspect[] = ['verdict', 'requests', 'response', 'code'];

describe.each(BROWSERS)('%s as recorded', (engine) => {
  it('is what the simulation says, but for what is listed as unexplained', () => {
    const different = all.flatMap(({ scenario, browsers }) => {
      const real = browsers[engine];
      expect(real, `${scenario.id} is recorded in ${engine}`).toBeDefined();
      const found = compare(scenario, engine, real!).filter(({ aspect }) =>
        DECIDING.includes(aspect),
      );
      return found.length > 0 ? [scenario.id] : [];
    });
    expect(different.sort()).toEqual([...unexplained[engine]].sort());
  });

  it('prints what the simulation prints in at least 99.5 of 100 recorded scenarios', () => {
    const different = all.filter(({ scenario, browsers }) =>
      compare(scenario, engine, browsers[engine]!).some(({ aspect }) => aspect === 'console'),
    );
    expect(different.length / all.length).toBeLessThanOrEqual(0.005);
  });

  it('shows each decision in a recorded scenario', () => {
    const ids = new Set(handPicked.map(({ scenario }) => scenario.id));
    const missing = ENGINES[engine].decisions.filter(({ scenario }) => !ids.has(scenario));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });
});

const missing = missingPackages([
  'chromium',
  'firefox-esr',
  'webkit2gtk-driver',
  'xvfb',
  'xauth',
  'dbus',
]);

describe.skipIf(missing.length > 0)(
  `the real browsers (${missing.join(', ') || 'all there'})`,
  () => {
    let world: World;
    beforeAll(async () => {
      world = await World.start();
    });
    afterAll(() => world.close());

    it.each(BROWSERS)(
      '%s still does what was recorded',
      async (engine) => {
        const sample = all.filter(({ scenario }) => !unexplained[engine].includes(scenario.id));
        const scenarios = sample.map(({ scenario }) => scenario);
        expect(scenarios.length).toBeGreaterThanOrEqual(300);
        const { recordings } = await recordBrowser(engine, scenarios, world);
        const different = sample.filter(({ scenario }) => {
          const now = recordings.get(scenario.id);
          const found = now ? compare(scenario, engine, now) : [{ aspect: 'verdict' as const }];
          return found.some(({ aspect }) => DECIDING.includes(aspect));
        });
        expect(different.map(({ scenario }) => scenario.id)).toEqual([]);
      },
      180_000,
    );
  },
);
