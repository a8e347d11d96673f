import type { Browser, BrowserName, BrowserOptions } from './browser.js';
import { startChromium } from './chromium/chromium.js';
import { startFirefox } from './firefox/firefox.js';
import { startWebkit } from './webkit/webkit.js';

const STARTERS: Readonly<Record<BrowserName, (options: BrowserOptions) => Promise<Browser>>> = {
  chromium: startChromium,
  firefox: startFirefox,
  webkit: startWebkit,
};

/**
 * Starts a browser, headless, with a fresh profile.
 * @throws BrowserError when it does not start
 */
export function startBrowser(name: BrowserName, options: BrowserOptions): Promise<Browser> {
  return STARTERS[name](options);
}
