import { Command } from 'commander';
import type { Scenario } from '../src/inputs/scenario/types.js';
import { ASPECTS, compare, type Aspect, type Disagreement } from './compare.js';
import { generate } from './generate/generate.js';
import { BROWSERS, recordBrowser, type BrowserRecord } from './record.js';
import { readJsonLines, writeRecording, type RecordedLine } from './recording.js';
import { shrink } from './shrink.js';
import { World } from './world.js';

interface Options {
  readonly count: string;
  readonly seed: string;
  readonly cookies: string;
  readonly wild: string;
  readonly engine: string;
  readonly record?: string;
  readonly replay?: string;
  readonly scenarios?: string;
  readonly show: string;
  readonly shrink: boolean;
  readonly again: boolean;
  readonly aspect?: string;
}

const options = new Command('lab')
  .description('Runs scenarios in real browsers and compares them with the simulation.')
  .option('--count <n>', 'scenarios to generate', '2000')
  .option('--seed <n>', 'seed of the generator', '7')
  .option('--cookies <n>', 'of a hundred generated scenarios, how many have cookies', '10')
  .option('--wild <n>', 'of a hundred generated scenarios, how many have odd values', '20')
  .option('--engine <name>', 'chromium, firefox, webkit or all', 'all')
  .option('--record <file>', 'write scenarios and what browsers did, as JSON lines')
  .option('--replay <file>', 'compare a file written by --record, without browsers')
  .option('--scenarios <file>', 'run these scenarios (JSON lines) instead of generated ones')
  .option('--show <n>', 'disagreements to print for each engine and aspect', '3')
  .option('--aspect <name>', `print disagreements in this only: ${ASPECTS.join(', ')}`)
  .option('--no-shrink', 'print disagreements as they are')
  .option('--no-again', 'do not run disagreements once more')
  .parse()
  .opts<Options>();

const engines = BROWSERS.filter((name) => options.engine === 'all' || options.engine === name);
process.exitCode = options.replay === undefined ? await runBrowsers() : replay(options.replay);

async function runBrowsers(): Promise<number> {
  const scenarios =
    options.scenarios === undefined
      ? generate(
          Number(options.count),
          Number(options.seed),
          Number(options.cookies),
          Number(options.wild),
        )
      : readJsonLines<Scenario>(options.scenarios);
  const world = await World.start();
  try {
    const records: BrowserRecord[] = [];
    for (const engine of engines) {
      const started = Date.now();
      const record = await recordBrowser(engine, scenarios, world, (text) => console.error(text));
      records.push(record);
      console.error(
        `${record.version}: ${record.recordings.size} scenarios in ${((Date.now() - started) / 1000).toFixed(1)} s`,
      );
    }
    if (options.record !== undefined) writeRecording(options.record, scenarios, records);
    let disagreements = 0;
    for (const record of records) disagreements += await report(record, scenarios, world);
    return disagreements === 0 ? 0 : 1;
  } finally {
    world.close();
  }
}

function replay(file: string): number {
  const lines = readJsonLines<RecordedLine>(file);
  for (const engine of engines) {
    const recordings = new Map(
      lines.flatMap(({ scenario, browsers }) =>
        browsers[engine] ? [[scenario.id, browsers[engine]]] : [],
      ),
    );
    const version =
      lines.find(({ browsers }) => browsers[engine])?.browsers[engine]?.version ?? 'not recorded';
    print(
      { engine, version, recordings },
      disagreementsOf(
        { engine, version, recordings },
        lines.map(({ scenario }) => scenario),
      ),
    );
  }
  return 0;
}

function disagreementsOf(
  record: BrowserRecord,
  scenarios: readonly Scenario[],
): Map<Scenario, Disagreement[]> {
  const found = new Map<Scenario, Disagreement[]>();
  for (const scenario of scenarios) {
    const real = record.recordings.get(scenario.id);
    const disagreements = real ? compare(scenario, record.engine, real) : [];
    if (disagreements.length > 0) found.set(scenario, disagreements);
  }
  return found;
}

async function report(
  record: BrowserRecord,
  scenarios: readonly Scenario[],
  world: World,
): Promise<number> {
  const found = disagreementsOf(record, scenarios);
  print(record, found);
  if (options.again && found.size > 0) await runAgain(record, [...found.keys()], world);
  const worst = [...found].filter(([, all]) =>
    all.some(({ aspect }) => aspect !== 'console' && aspect !== 'code'),
  );
  if (options.shrink) {
    for (const [scenario, all] of worst.slice(0, Number(options.show))) {
      const minimal = await shrink(scenario, all[0]!.aspect, record.engine, world);
      console.log(`minimal for ${all[0]!.aspect}: ${JSON.stringify(minimal)}`);
    }
  }
  return worst.length;
}

/** A disagreement that does not come back is the browser's own nondeterminism. */
async function runAgain(
  { engine }: BrowserRecord,
  scenarios: readonly Scenario[],
  world: World,
): Promise<void> {
  const again = disagreementsOf(await recordBrowser(engine, scenarios, world), scenarios);
  const gone = scenarios.filter((scenario) => !again.has(scenario)).map(({ id }) => id);
  console.log(
    `  run again ${again.size} of ${scenarios.length} disagree${gone.length > 0 ? `; now as simulated: ${gone.join(', ')}` : ''}`,
  );
}

function print(record: BrowserRecord, found: ReadonlyMap<Scenario, readonly Disagreement[]>): void {
  const total = record.recordings.size;
  console.log(`\n${record.engine} (${record.version}), ${total} scenarios`);
  for (const aspect of ASPECTS) {
    if (aspect === 'code' && record.engine !== 'chromium') continue;
    const wrong = [...found].filter(([, all]) => all.some((one) => one.aspect === aspect));
    console.log(
      `  ${aspect.padEnd(9)} ${total - wrong.length} agree, ${wrong.length} differ (${((100 * (total - wrong.length)) / Math.max(1, total)).toFixed(2)} %)`,
    );
    if (options.aspect !== undefined && options.aspect !== aspect) continue;
    for (const [scenario, all] of wrong.slice(0, Number(options.show))) show(scenario, all, aspect);
  }
}

function show(scenario: Scenario, all: readonly Disagreement[], aspect: Aspect): void {
  const one = all.find((item) => item.aspect === aspect)!;
  console.log(`    ${JSON.stringify(scenario)}`);
  console.log(`      simulated ${JSON.stringify(one.simulated)}`);
  console.log(`      real      ${JSON.stringify(one.real)}`);
}
