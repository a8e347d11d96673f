import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BrowserName } from './browser.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables with which users point to a browser. */
export const BROWSER_VARIABLES: Readonly<Record<BrowserName, string>> = {
  chromium: 'WHYCORS_CHROMIUM',
  firefox: 'WHYCORS_FIREFOX',
  webkit: 'WHYCORS_WEBKIT',
};

/** Names on the PATH, in this order; then places that are on nobody's PATH. */
const NAMES: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ],
  firefox: ['firefox', 'firefox-esr', 'firefox-developer-edition'],
  webkit: [],
};

const PLACES: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
  // Debian's package webkit2gtk-driver, Fedora's webkit2gtk4.1.
  webkit: [
    ...['x86_64', 'aarch64'].flatMap((cpu) =>
      ['4.1', '4.0', '6.0'].map((api) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${api}/MiniBrowser`),
    ),
    ...['4.1', '4.0'].map((api) => `/usr/libexec/webkit2gtk-${api}/MiniBrowser`),
  ],
};

const INSTALL: Readonly<Record<BrowserName, string>> = {
  chromium: 'Install Chrome, Chromium or Edge',
  firefox: 'Install Firefox',
  webkit: "Install WebKitGTK's MiniBrowser (Debian: webkit2gtk-driver, xvfb, xauth, dbus)",
};

/** Programs without which WebKitGTK's MiniBrowser cannot be run unseen. */
const WEBKIT_NEEDS = ['xvfb-run', 'dbus-run-session'];

/** A browser's program, or why there is none, in one sentence. */
export type Found =
  | { readonly program: string; readonly missing?: never }
  | { readonly program: null; readonly missing: string };

/**
 * Looks for a browser on this machine: the variable, the PATH, the usual places.
 * @param env the user's environment
 */
export function findBrowser(name: BrowserName, env: Environment): Found {
  const variable = BROWSER_VARIABLES[name];
  const chosen = env[variable];
  if (chosen !== undefined && chosen !== '' && !isProgram(chosen)) {
    return { program: null, missing: `${variable}: "${chosen}" is no program that can be run.` };
  }
  const program = chosen || onPath(NAMES[name], env) || PLACES[name].find(isProgram);
  if (!program) return { program: null, missing: notFound(name) };
  const absent = name === 'webkit' ? WEBKIT_NEEDS.filter((one) => !onPath([one], env)) : [];
  if (absent.length === 0) return { program };
  return {
    program: null,
    missing: `WebKitGTK is there, but not ${absent.join(' and ')}, which it needs to run without a screen: install them (Debian: xvfb, xauth, dbus).`,
  };
}

function notFound(name: BrowserName): string {
  const looked =
    name === 'webkit'
      ? `MiniBrowser in ${PLACES.webkit[0]} and the like`
      : `${NAMES[name].join(', ')} on the PATH`;
  return `No ${TITLES[name]} was found (looked for ${looked}): ${INSTALL[name]}, or point to it with ${BROWSER_VARIABLES[name]}.`;
}

const TITLES: Readonly<Record<BrowserName, string>> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKit',
};

function onPath(names: readonly string[], env: Environment): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isProgram);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
