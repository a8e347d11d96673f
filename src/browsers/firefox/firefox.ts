import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BrowserError, type Browser, type BrowserOptions, type ConsoleLine } from '../browser.js';
import { ended, start, stop } from '../process.js';
import { Marionette } from './marionette.js';
import { userPreferences } from './preferences.js';
import { ANSWER, LISTEN, RESOLVE, SET_COOKIE, START, TAKE_LINES, TRUST } from './scripts.js';

/** Console messages of content processes come later than the page's results: milliseconds. */
const CONSOLE_DELAY = 500;

/** Milliseconds that a page's script may take; whoever starts the browser has a limit of their own. */
const SCRIPT_TIMEOUT = 600_000;

/** Firefox as it is installed, driven through Marionette. */
export async function startFirefox(options: BrowserOptions): Promise<Browser> {
  const { program, profile, env, signal } = options;
  await mkdir(profile, { recursive: true });
  await writeFile(join(profile, 'user.js'), userPreferences(options));
  const child = start(
    program,
    [
      '--headless',
      '--no-remote',
      '--marionette',
      '--remote-allow-system-access',
      '--profile',
      profile,
    ],
    ['ignore', 'ignore', 'ignore'],
    { ...env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
    signal,
  );
  try {
    const marionette = await Marionette.connect(await activePort(profile, child));
    return await session(marionette, child, options);
  } catch (error) {
    await stop(child, 0);
    throw error instanceof BrowserError
      ? new BrowserError(`${program} did not start: ${error.message}.`)
      : error;
  }
}

async function session(
  marionette: Marionette,
  child: ChildProcess,
  options: BrowserOptions,
): Promise<Browser> {
  const { capabilities } = (await marionette.send('WebDriver:NewSession', {
    capabilities: { alwaysMatch: { acceptInsecureCerts: options.insecure === true } },
  })) as { capabilities: { browserVersion: string } };
  await prepare(marionette, options);
  const lines: ConsoleLine[] = [];
  return {
    engine: 'firefox',
    version: `Firefox ${capabilities.browserVersion}`,
    lines,
    corsErrors: [],
    open: async (url) => void (await marionette.send('WebDriver:Navigate', { url })),
    runDocument: async (url, html) => {
      await marionette.send('WebDriver:SetTimeouts', { script: SCRIPT_TIMEOUT });
      await marionette.chrome(ANSWER, [url, html]);
      await marionette.send('WebDriver:Navigate', { url });
      const script = { script: START, args: [] };
      const { value } = (await marionette.send('WebDriver:ExecuteAsyncScript', script)) as {
        value: unknown;
      };
      return String(value);
    },
    close: async () => {
      if (options.signal?.aborted !== true) {
        await delay(CONSOLE_DELAY);
        const taken = await marionette.chrome(TAKE_LINES).catch(() => []);
        lines.push(...(taken as ConsoleLine[]));
      }
      marionette.close();
      await stop(child);
    },
  };
}

async function prepare(marionette: Marionette, options: BrowserOptions): Promise<void> {
  const { authorityPem, resolve = [], cookies = [] } = options;
  if (authorityPem !== undefined) {
    await marionette.chrome(TRUST, [authorityPem.replace(/-----[^-]+-----|\s/g, '')]);
  }
  for (const { host, address } of resolve) await marionette.chrome(RESOLVE, [host, address]);
  for (const { url, name, value } of cookies) {
    const { hostname, protocol } = new URL(url);
    await marionette.chrome(SET_COOKIE, [hostname, name, value, protocol === 'https:']);
  }
  await marionette.chrome(LISTEN);
}

/** With marionette.port 0 Firefox chooses a port and writes it into its profile. */
async function activePort(profile: string, child: ChildProcess): Promise<number> {
  let gone = false;
  void ended(child).then(() => (gone = true));
  for (let tries = 0; tries < 300 && !gone; tries++) {
    const text = await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '');
    if (/^\d+$/.test(text.trim())) return Number(text);
    await delay(100);
  }
  throw new BrowserError(
    gone ? 'the browser has ended' : 'it did not say where it listens (MarionetteActivePort)',
  );
}
