import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Marionette } from '../../src/browsers/firefox/marionette.js';
import { userPreferences } from '../../src/browsers/firefox/preferences.js';
import { browserEnvironment, start, stop } from '../../src/browsers/process.js';
import { CALLS, FAILING_CALLS } from './calls.js';
import type { Exports } from './exports.js';
import { callingScript, type World } from './world.js';

/** What Firefox's own developer tools copy and export: its menu's functions are called, and the clipboard is read. */
export async function firefoxExports(program: string, { page, api }: World): Promise<Exports> {
  const profile = await mkdtemp(join(tmpdir(), 'whycors-exports-'));
  await writeFile(
    join(profile, 'user.js'),
    userPreferences({ engine: 'firefox', program, profile, env: process.env } as never),
  );
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
    { ...browserEnvironment(process.env, profile), HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  );
  try {
    const marionette = await Marionette.connect(await portIn(profile));
    const { capabilities } = (await marionette.send('WebDriver:NewSession', {})) as {
      capabilities: { browserVersion: string };
    };
    const run = async (context: string, body: string, ...args: unknown[]): Promise<unknown> => {
      await marionette.send('Marionette:SetContext', { value: context });
      const script = `const done = arguments[arguments.length - 1];
        (async (...given) => { ${body} })(...arguments).then(done, (error) => done('ERROR ' + error + error.stack));`;
      const { value } = (await marionette.send('WebDriver:ExecuteAsyncScript', {
        script,
        args,
        sandbox: context === 'chrome' ? 'system' : null,
        newSandbox: false,
      })) as { value: unknown };
      if (String(value).startsWith('ERROR')) throw new Error(String(value));
      return value;
    };
    await marionette.send('WebDriver:SetTimeouts', { script: 120_000 });
    await marionette.send('WebDriver:Navigate', { url: page });
    await run('chrome', OPEN);
    await run('content', `return await ${callingScript([...CALLS, ...FAILING_CALLS], api)};`);
    await delay(1500);
    const { copies, har } = JSON.parse(String(await run('chrome', COPY, CALLS.length))) as Exports;
    marionette.close();
    return { browser: `Firefox ${capabilities.browserVersion}`, copies, har, sanitized: null };
  } finally {
    await stop(child);
    await rm(profile, { recursive: true, force: true });
  }
}

async function portIn(profile: string): Promise<number> {
  for (let tries = 0; tries < 300; tries++) {
    const text = await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '');
    if (/^\d+$/.test(text.trim())) return Number(text);
    await delay(100);
  }
  throw new Error('Firefox does not say where it listens');
}

const OPEN = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const browser = Services.wm.getMostRecentWindow('navigator:browser');
  browser.whycorsTools = await gDevTools.showToolboxForTab(browser.gBrowser.selectedTab, { toolId: 'netmonitor' });
`;

const COPY = `
  const tools = Services.wm.getMostRecentWindow('navigator:browser').whycorsTools;
  const { panelWin } = tools.getPanel('netmonitor');
  const { connector, store, windowRequire } = panelWin;
  const Menu = windowRequire('devtools/client/netmonitor/src/widgets/RequestListContextMenu');
  const menu = new Menu({ connector });
  const clipboard = () => {
    const data = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
    data.init(null);
    data.addDataFlavor('text/plain');
    Services.clipboard.getData(data, Services.clipboard.kGlobalClipboard);
    const found = {};
    data.getTransferData('text/plain', found);
    return found.value.QueryInterface(Ci.nsISupportsString).data;
  };
  const copies = [];
  for (const one of store.getState().requests.requests) {
    if (copies.length === arguments[0]) break;
    if (one.method === 'OPTIONS' || !['fetch', 'xhr'].includes(one.cause.type)) continue;
    const { id, url, method, httpVersion } = one;
    const headers = await connector.requestData(id, 'requestHeaders');
    const body = await connector.requestData(id, 'requestPostData');
    const copy = { url };
    const take = async (name, act) => { await act(); copy[name] = clipboard(); };
    for (const [name, platform] of [['curl', 'Linux'], ['cmd', 'WINNT']])
      await take(name, () => menu.copyAsCurl(id, url, method, httpVersion, headers, body, undefined, platform));
    await take('powershell', () => menu.copyAsPowerShell({ ...one, requestHeaders: headers, requestPostData: body }));
    await take('fetch', () => menu.copyAsFetch(id, url, method, headers, body));
    await take('response-headers', async () =>
      menu.copyResponseHeaders(id, await connector.requestData(id, 'responseHeaders')));
    copies.push(copy);
  }
  return JSON.stringify({ copies, har: { log: await tools.getHARFromNetMonitor() } });
`;
