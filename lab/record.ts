import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BROWSER_NAMES,
  findBrowser,
  startBrowser,
  type Browser,
  type BrowserName,
  type ConsoleLine,
  type PageResult,
} from '../src/browsers/index.js';
import type { Scenario } from '../src/inputs/scenario/types.js';
import { Session } from './browsers/session.js';
import { headersOf } from './answers.js';
import type { SeenRequest } from './world.js';
import { World } from './world.js';

export type { BrowserName } from '../src/browsers/index.js';

export const BROWSERS: readonly BrowserName[] = BROWSER_NAMES;

/** What a real browser did with one scenario. */
export interface Recording {
  readonly id: string;
  readonly results: readonly PageResult[];
  readonly requests: readonly SeenRequest[];
  /** Lines that name a URL of this scenario (in WebKit also the line before), in their order. */
  readonly console: readonly string[];
  /** Chromium's codes with their parameters, in their order. */
  readonly codes: readonly (readonly [code: string, parameter: string])[];
}

/** What a browser did with many scenarios. */
export interface BrowserRecord {
  readonly engine: BrowserName;
  readonly version: string;
  readonly recordings: ReadonlyMap<string, Recording>;
}

/**
 * Runs scenarios in one real browser; those with address spaces in a browser of
 * their own. A page that goes silent costs its scenarios only.
 */
export async function recordBrowser(
  engine: BrowserName,
  scenarios: readonly Scenario[],
  world: World,
  progress: (text: string) => void = () => undefined,
): Promise<BrowserRecord> {
  const apart = (scenario: Scenario): boolean =>
    engine === 'chromium' && scenario.addressSpaces !== undefined;
  const groups = [...chunks(scenarios.filter((item) => !apart(item))), scenarios.filter(apart)];
  const records: BrowserRecord[] = [];
  for (const group of groups.filter(({ length }) => length > 0)) {
    records.push(await recordGroup(engine, group, world, progress));
  }
  const version = records[0]?.version ?? '';
  return { engine, version, recordings: new Map(records.flatMap((one) => [...one.recordings])) };
}

/** Browsers throw cookies away when a host has some 150 of them. */
const WITH_COOKIES = 150;

function setsCookies({ cookies, exchanges }: Scenario): boolean {
  return (
    cookies !== undefined ||
    exchanges.some(({ response }) =>
      headersOf(response).some(([name]) => name.toLowerCase() === 'set-cookie'),
    )
  );
}

/** Scenarios in groups, with not too many that set cookies in each. */
function chunks(scenarios: readonly Scenario[]): Scenario[][] {
  const groups: Scenario[][] = [[]];
  let left = WITH_COOKIES;
  for (const scenario of scenarios) {
    if (setsCookies(scenario) && left-- === 0) {
      groups.push([]);
      left = WITH_COOKIES - 1;
    }
    groups[groups.length - 1]!.push(scenario);
  }
  return groups;
}

async function recordGroup(
  engine: BrowserName,
  scenarios: readonly Scenario[],
  world: World,
  progress: (text: string) => void,
): Promise<BrowserRecord> {
  const { program, missing } = findBrowser(engine, process.env);
  if (program === null) throw new Error(missing);
  const profile = await mkdtemp(join(tmpdir(), `whycors-lab-${engine}-`));
  if (engine === 'chromium') await allowThirdPartyCookies(profile);
  const browser = await startBrowser(engine, {
    program,
    profile,
    env: process.env,
    authorityPem: world.authorityPem,
    insecure: engine !== 'firefox',
    ...addressSpaces(scenarios, world),
  });
  const session = new Session(world, scenarios, engine !== 'webkit');
  try {
    const { pages } = session;
    for (const [page, url] of pages.entries()) {
      progress(`${engine}: page ${page + 1} of ${pages.length}`);
      await browser.open(url);
      await session.ended(page).catch((error: Error) => progress(`${engine}: ${error.message}`));
    }
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  const lines = linesById(
    browser.lines.map(({ text }: ConsoleLine) => world.fromReal(text)),
    engine,
  );
  const codes = codesById(browser);
  const recordings = new Map<string, Recording>();
  for (const [id, { results, seen }] of session.observed) {
    const requests = seen.map(
      (request) => JSON.parse(world.fromReal(JSON.stringify(request))) as SeenRequest,
    );
    recordings.set(id, {
      id,
      results,
      requests,
      console: lines.get(id) ?? [],
      codes: codes.get(id) ?? [],
    });
  }
  return { engine, version: browser.version, recordings };
}

/** Chrome's default, which packages of Chromium do not all keep: Debian's blocks them. */
async function allowThirdPartyCookies(profile: string): Promise<void> {
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
}

/** All that scenarios name, by the port of this machine that stands for it. */
function addressSpaces(
  scenarios: readonly Scenario[],
  world: World,
): { addressSpaces?: Record<string, string> } {
  const named = scenarios.flatMap((scenario) => Object.entries(scenario.addressSpaces ?? {}));
  const byPort = named.flatMap(([origin, space]) => {
    const port = /:(\d+)$/.exec(world.toReal(origin))?.[1];
    return port === undefined ? [] : [[`127.0.0.1:${port}`, space] as const];
  });
  return byPort.length === 0 ? {} : { addressSpaces: Object.fromEntries(byPort) };
}

const PATH = /https?:\/\/[^/\s]+\/([^/\s?]+)\//;

function linesById(lines: readonly string[], engine: BrowserName): Map<string, string[]> {
  const byId = new Map<string, string[]>();
  let waiting: string[] = [];
  for (const line of lines) {
    const id = PATH.exec(line)?.[1];
    if (id === undefined || id === '__lab') {
      // WebKit writes the reason first, without the URL, then the line with it.
      waiting = engine === 'webkit' ? [line] : [];
      continue;
    }
    const found = byId.get(id);
    if (found) found.push(...waiting, line);
    else byId.set(id, [...waiting, line]);
    waiting = [];
  }
  return byId;
}

function codesById(browser: Browser): Map<string, (readonly [string, string])[]> {
  const byId = new Map<string, (readonly [string, string])[]>();
  for (const { url, code, parameter } of browser.corsErrors) {
    const id = PATH.exec(url)?.[1];
    if (id === undefined) continue;
    const found = byId.get(id);
    if (found) found.push([code, parameter]);
    else byId.set(id, [[code, parameter]]);
  }
  return byId;
}
