import { mkdir, writeFile, readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserOptions } from './browser.js';
import { start, stop } from './process.js';

const PREFS: Readonly<Record<string, string | number | boolean>> = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.newtabpage.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'media.gmp-manager.updateEnabled': false,
  // The prompt of Local Network Access would wait for a person.
  'network.lna.blocking': false,
  'network.lna.enabled': false,
  'dom.ipc.processCount': 2,
};

/** Collects the console in the parent process, where CORS lines of all content processes arrive. */
const LISTEN = `
  globalThis.whycorsLines = [];
  globalThis.whycorsListener = { observe(message) {
    try {
      if (message instanceof Ci.nsIScriptError) whycorsLines.push(message.errorMessage);
    } catch (error) {}
  } };
  Services.console.registerListener(globalThis.whycorsListener);
`;

const TRUST = `
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
  database.addCertFromBase64(arguments[0], 'CT,,');
`;

/** Debian's Firefox as it is, driven through Marionette. */
export async function startFirefox({ profile, authorityPem }: BrowserOptions): Promise<Browser> {
  await mkdir(profile, { recursive: true });
  const prefs = Object.entries(PREFS).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), `${prefs.join('\n')}\n`);
  const child = start(
    '/usr/bin/firefox-esr',
    [
      '--headless',
      '--no-remote',
      '--marionette',
      '--remote-allow-system-access',
      '--profile',
      profile,
    ],
    ['ignore', 'ignore', 'ignore'],
    { HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  );
  const marionette = await Marionette.connect(await activePort(profile));
  const { capabilities } = (await marionette.send('WebDriver:NewSession', {})) as {
    capabilities: { browserName: string; browserVersion: string };
  };
  const chrome = async (script: string, args: readonly unknown[] = []): Promise<unknown> => {
    await marionette.send('Marionette:SetContext', { value: 'chrome' });
    const { value } = (await marionette.send('WebDriver:ExecuteScript', {
      script,
      args,
      sandbox: 'system',
      newSandbox: false,
    })) as { value: unknown };
    await marionette.send('Marionette:SetContext', { value: 'content' });
    return value;
  };
  await chrome(TRUST, [authorityPem.replace(/-----[^-]+-----|\s/g, '')]);
  await chrome(LISTEN);
  const lines: string[] = [];
  const collect = async (): Promise<void> => {
    lines.push(...((await chrome('return globalThis.whycorsLines.splice(0);')) as string[]));
  };
  return {
    engine: 'firefox',
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    lines,
    corsErrors: [],
    open: async (url) => void (await marionette.send('WebDriver:Navigate', { url })),
    close: async () => {
      // Console messages of content processes come later than the page's results.
      await new Promise((resolve) => setTimeout(resolve, 500));
      await collect();
      marionette.close();
      await stop(child);
    },
  };
}

/** With marionette.port 0 Firefox chooses a port and writes it into its profile. */
async function activePort(profile: string): Promise<number> {
  for (let tries = 0; tries < 300; tries++) {
    const text = await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '');
    if (/^\d+$/.test(text.trim())) return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Firefox did not start: it wrote no MarionetteActivePort');
}

/** Marionette's protocol: `length:[type, id, command or error, parameters or result]`. */
class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #next = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const colon = pending.indexOf(':');
        if (colon < 0) return;
        const end = colon + 1 + Number(pending.toString('latin1', 0, colon));
        if (pending.length < end) return;
        this.#receive(JSON.parse(pending.toString('utf8', colon + 1, end)) as unknown);
        pending = pending.subarray(end);
      }
    });
  }

  static connect(port: number): Promise<Marionette> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Marionette(socket)));
    });
  }

  send(command: string, parameters: object): Promise<unknown> {
    const id = this.#next++;
    const text = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(message: unknown): void {
    // The greeting is an object, everything after it an array.
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message as [number, number, { message: string } | null, unknown];
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }
}
