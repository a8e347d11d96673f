import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { missingPackages } from '../setup/packages.js';
import { stopServers } from '../support/servers.js';
import { BROWSERS, startBrowser } from './browser.js';
import { startUi, type Ui } from './ui.js';

/** What a test of the page works with; all are there once the test runs. */
export interface Open {
  readonly name: (typeof BROWSERS)[number][0];
  readonly ui: Ui;
  readonly browser: Browser;
  readonly page: Page;
}

/** Runs tests of `whycors ui` in each browser that is installed, each test on a page of its own. */
export function inEachBrowser(title: string, tests: (open: () => Open) => void): void {
  for (const [name] of BROWSERS)
    describe.skipIf(missingPackages([name]).length > 0)(`${title} in ${name}`, () => {
      let open: Open;
      const errors: string[] = [];
      const common = {} as { ui: Ui; browser: Browser };
      beforeAll(async () => {
        [common.ui, common.browser] = await Promise.all([startUi(), startBrowser(name)]);
      }, 60_000);
      afterAll(async () => {
        await common.browser.close();
        await common.ui.stop();
      });
      beforeEach(async () => {
        const page = await common.browser.newPage();
        page.on('pageerror', (error) => errors.push(String(error)));
        await page.setViewport({ width: 1280, height: 900 });
        await page.goto(common.ui.url);
        await page.waitForSelector('#paste');
        open = { name, page, ...common };
      });
      afterEach(async () => {
        await open.page.close();
        await stopServers();
        expect(errors.splice(0)).toEqual([]);
      });
      tests(() => open);
    });
}
