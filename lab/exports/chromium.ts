import { launch, type Browser, type Page } from 'puppeteer-core';
import { CALLS, FAILING_CALLS } from './calls.js';
import type { Exports } from './exports.js';
import { callingScript, type World } from './world.js';

/** Started as users do, but for what would ask a person. */
export function startPuppeteer(program: string): Promise<Browser> {
  return launch({
    executablePath: program,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--no-proxy-server',
      '--disable-features=LocalNetworkAccessChecks',
      '--remote-allow-origins=*',
    ],
  });
}

/** What Chromium's own DevTools copy and export: its front-end runs in a tab beside the page. */
export async function chromiumExports(program: string, { page, api }: World): Promise<Exports> {
  const browser = await startPuppeteer(program);
  try {
    const [tab] = await browser.pages();
    if (tab === undefined) throw new Error('no tab');
    const tools = await openDevTools(browser, tab);
    await tab.goto(page);
    await tab.evaluate(callingScript([...CALLS, ...FAILING_CALLS], api));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { copies, har, sanitized } = (await tools.evaluate(COPY)) as Omit<Exports, 'browser'>;
    return { browser: await browser.version(), copies, har, sanitized };
  } finally {
    await browser.close();
  }
}

async function openDevTools(browser: Browser, tab: Page): Promise<Page> {
  const { host } = new URL(browser.wsEndpoint());
  const session = await tab.createCDPSession();
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const tools = await browser.newPage();
  await tools.goto(
    `http://${host}/devtools/devtools_app.html?ws=${host}/devtools/page/${targetInfo.targetId}`,
  );
  await tools.waitForFunction('globalThis.document.querySelector(".root-view") !== null');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return tools;
}

/** Runs in the front-end: its modules are those that its menus use. */
const COPY = `(async () => {
  const Logs = await import('./models/logs/logs.js');
  const HAR = await import('./models/har/har.js');
  const { NetworkLogView } = (await import('./panels/network/network.js')).NetworkLogView;
  const requests = Logs.NetworkLog.NetworkLog.instance().requests();
  const view = Object.create(NetworkLogView.prototype);
  const made = requests.filter((one) => one.url().includes(':') && one.requestMethod !== 'OPTIONS'
    && one.resourceType().name() === 'fetch');
  const host = (await import('./core/host/host.js')).InspectorFrontendHost.InspectorFrontendHostInstance;
  const clipboard = (act) => {
    let text = '';
    host.copyText = (copied) => { text = copied; };
    act();
    return text;
  };
  const copies = [];
  for (const one of made) copies.push({
    url: one.url(),
    curl: await NetworkLogView.generateCurlCommand(one, 'unix'),
    cmd: await NetworkLogView.generateCurlCommand(one, 'win'),
    powershell: await view.generatePowerShellCommand(one),
    fetch: await view.generateFetchCall(one, 0),
    'fetch-node': await view.generateFetchCall(one, 1),
    'response-headers': clipboard(() => NetworkLogView.copyResponseHeaders(one)),
  });
  const build = async (sanitize) => ({ log: await HAR.Log.Log.build(requests, { sanitize }) });
  return { copies, har: await build(false), sanitized: await build(true) };
})()`;
