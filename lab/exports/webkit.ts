import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startBrowser } from '../../src/browsers/index.js';
import { CALLS, FAILING_CALLS } from './calls.js';
import { startPuppeteer } from './chromium.js';
import type { Exports } from './exports.js';
import { callingScript, type World } from './world.js';

/** Where WebKitGTK serves its Web Inspector to other browsers. */
const INSPECTOR = '127.0.0.1:9333';

/**
 * What WebKit's Web Inspector copies and exports. WebKitGTK serves it over HTTP
 * (WEBKIT_INSPECTOR_HTTP_SERVER), so that another browser can show it.
 */
export async function webkitExports(
  program: string,
  chromium: string,
  { page, api }: World,
): Promise<Exports> {
  const profile = await mkdtemp(join(tmpdir(), 'whycors-exports-'));
  const env = { ...process.env, WEBKIT_INSPECTOR_HTTP_SERVER: INSPECTOR };
  const browser = await startBrowser('webkit', { program, profile, env });
  const viewer = await startPuppeteer(chromium);
  try {
    await browser.open(page);
    const inspector = await viewer.newPage();
    await inspector.goto(`http://${INSPECTOR}/Main.html?ws=${INSPECTOR}${await pageSocket()}`);
    await inspector.waitForFunction('globalThis.WI?.networkManager?.mainFrame != null');
    await delay(1000);
    const script = callingScript([...CALLS, ...FAILING_CALLS], api);
    await inspector.evaluate(
      `void (WI.mainTarget ?? WI.pageTarget).RuntimeAgent.evaluate(${JSON.stringify(`${script}.then((done) => (document.title = done))`)})`,
    );
    await inspector.waitForFunction(
      `[...WI.networkManager.mainFrame.resourceCollection].filter((one) => one.finished || one.failed).length >= ${CALLS.length}`,
    );
    await delay(1000);
    const { copies, har } = JSON.parse(String(await inspector.evaluate(COPY))) as Exports;
    return { browser: browser.version, copies, har, sanitized: null };
  } finally {
    await viewer.close();
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** The page's address, when the page is there to be inspected. */
async function pageSocket(): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const list = await fetch(`http://${INSPECTOR}/`).then(
      (response) => response.text(),
      () => '',
    );
    const socket = /\/socket\/\d+\/\d+\/WebPage/.exec(list)?.[0];
    if (socket !== undefined) return socket;
    await delay(200);
  }
  throw new Error('WebKit offers no page to be inspected');
}

const COPY = `(async () => {
  const all = [...WI.networkManager.mainFrame.resourceCollection];
  const copies = [];
  for (const one of all) {
    if (one.requestMethod === 'OPTIONS' || !/fetch|xhr/.test(one.type)) continue;
    copies.push({
      url: one.url,
      curl: one.generateCURLCommand(),
      fetch: one.generateFetchCode(),
      'response-headers': one.stringifyHTTPResponse(),
    });
  }
  const har = await WI.HARBuilder.buildArchive([WI.networkManager.mainFrame.mainResource, ...all]);
  return JSON.stringify({ copies, har });
})()`;
