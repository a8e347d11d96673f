import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missingPackages } from '../setup/packages.js';
import { httpServer, stopServers } from '../support/servers.js';
import { BROWSERS, paste, pasteEvent, sees, startBrowser, textOf } from './browser.js';
import { startUi, type Ui } from './ui.js';

const APP = 'https://app.example.com';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const CURL = `curl 'https://api.example.com/orders' -X 'PUT' -H 'origin: ${APP}' -H 'content-type: application/json' -H 'sec-fetch-mode: cors' --data-raw '{}'`;
const FETCH = `fetch("https://api.example.com/orders", { "headers": { "content-type": "application/json" }, "referrer": "${APP}/", "method": "PUT", "body": "{}", "credentials": "include" });`;
const LINE = `Access to fetch at 'https://api.example.com/orders' from origin '${APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`;
const MANIFEST = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: orders, namespace: shop, annotations: { nginx.ingress.kubernetes.io/enable-cors: "true", nginx.ingress.kubernetes.io/cors-allow-origin: "https://b.example" } }
spec:
  rules:
    - host: api.example.com
      http: { paths: [{ path: /orders, pathType: Prefix, backend: { service: { name: orders, port: { number: 80 } } } }] }
`;

function har(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => ({
    request: {
      method: 'GET',
      url: `https://api.example.com/orders/${index}`,
      headers: [{ name: 'Origin', value: APP }],
    },
    response: {
      status: 200,
      headers: index % 10 === 0 ? [] : [{ name: 'Access-Control-Allow-Origin', value: '*' }],
    },
  }));
  return JSON.stringify({ log: { entries } });
}

for (const [name] of BROWSERS)
  describe.skipIf(missingPackages([name]).length > 0)(`the page in ${name}`, () => {
    let ui: Ui;
    let browser: Browser;
    let page: Page;
    const errors: string[] = [];

    beforeAll(async () => {
      [ui, browser] = await Promise.all([startUi(), startBrowser(name)]);
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      await ui.stop();
    });
    beforeEach(async () => {
      page = await browser.newPage();
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.setViewport({ width: 1280, height: 900 });
      await page.goto(ui.url);
      await page.waitForSelector('#paste');
    });
    afterEach(async () => {
      await page.close();
      await stopServers();
      expect(errors.splice(0)).toEqual([]);
    });

    it('takes the token out of its address', async () => {
      expect(page.url()).not.toContain('token');
    });

    it.each([
      ['a curl command', CURL, 'PUT', 'Read as a browser’s curl command'],
      ['a fetch snippet', FETCH, 'PUT', 'Read as a fetch() call'],
      ['a console line', LINE, 'GET', 'Read as a console line'],
    ])('reads %s', async (_, text, method) => {
      await (name === 'chromium' ? pasteEvent : paste)(page, text);
      await sees(page, '#paste-said', 'Read as');
      await sees(page, '.exchanges', 'https://api.example.com/orders');
      const values = await page.$$eval('.form input', (fields) =>
        fields.map((field) => field.value),
      );
      expect(values.slice(0, 3)).toEqual([APP, method, 'https://api.example.com/orders']);
    });

    it('asks the demo of an API, shows where it stops, and goes from there to a checked fix', async () => {
      const { port } = await httpServer(({ method }, response) => {
        response.writeHead(method === 'OPTIONS' ? 204 : 200, {
          'Access-Control-Allow-Origin': 'http://localhost:3000/',
        });
        response.end();
      });
      const line = `Access to fetch at 'http://127.0.0.1:${port}/orders' from origin 'http://localhost:3000' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3000/' that is not equal to the supplied origin.`;
      await paste(page, line);
      await sees(page, '.verdict', 'Refused');
      await sees(page, '.lines .bad', 'http://localhost:3000/');
      await sees(page, '.cause', 'an origin has no trailing slash');
      await page.click('section[aria-labelledby=fix-title] button');
      await sees(page, '.checked', 'Checked');
      await page.select('section[aria-labelledby=fix-title] select', 'nginx');
      await sees(page, 'figure, .diff', 'add_header');
      const [, apply] = await page.$$('section[aria-labelledby=fix-title] .row button');
      await apply!.click();
      await sees(page, '.verdict', 'Allowed');
    });

    it('follows a change of the answer while typing, and undoes it', async () => {
      await paste(page, `HTTP/1.1 200 OK\naccess-control-allow-origin: ${APP}/\n`);
      await sees(page, '.verdict', 'Refused');
      await page.click('.exchange button[aria-expanded]');
      await page.waitForSelector('.editor textarea');
      await page.$eval('.editor textarea', (field) => {
        const area = field as HTMLTextAreaElement;
        area.value = area.value.replace(/\/$/, '');
        area.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await sees(page, '.verdict', 'Allowed');
      await page.$$eval('.tools button', ([undo]) => undo!.click());
      await sees(page, '.verdict', 'Refused');
    });

    it('shows what browsers differ in', async () => {
      const call = `fetch('https://api.example.com/x', { headers: { Authorization: 'Bearer t' }, referrer: '${APP}' })`;
      await paste(page, call);
      await sees(page, '#paste-said', 'Read as');
      await paste(
        page,
        'HTTP/1.1 204 No Content\naccess-control-allow-origin: *\naccess-control-allow-headers: *\n',
      );
      await sees(page, '.engine', 'refuses');
      const verdicts = await page.$$eval('.engine', (labels) =>
        labels.map((label) => label.className),
      );
      expect(verdicts).toHaveLength(4);
    });

    it('lists a HAR file of 5,000 entries, filters it and opens one', async () => {
      await paste(page, har(5000));
      await sees(
        page,
        'section[aria-labelledby=har-title]',
        '5000 requests to other origins: 4500 allowed, 500 refused',
      );
      expect(await page.$$eval('tbody tr', (rows) => rows.length)).toBe(100);
      await page.type('input[type=search]', 'orders/4990');
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
      await page.click('tbody button');
      await sees(page, '.exchanges', 'https://api.example.com/orders/4990');
    });

    it('lights the Ingress object that answers', async () => {
      await paste(page, MANIFEST);
      await sees(page, '.path.lit', 'shop/orders');
      expect(await textOf(page, 'section[aria-labelledby=cluster-title]')).toContain(
        'browsers refuse it',
      );
    });

    it('shows a server’s markup as text', async () => {
      await paste(
        page,
        `HTTP/1.1 200 OK\naccess-control-allow-origin: <img src=x onerror="document.title='owned'">\n`,
      );
      await sees(page, '.lines', '<img src=x');
      expect(await page.title()).toBe('whycors');
      expect(await page.$$('.picture img')).toHaveLength(0);
    });

    it('opens a shared link as the same call, without secrets', async () => {
      const call = {
        origin: APP,
        request: {
          url: 'https://api.example.com/shared',
          method: 'PATCH',
          headers: [['X-A', 'b']],
        },
        answers: [],
      };
      const shared = await browser.newPage();
      await shared.goto(
        `${ui.url.replace(/#.*/, '')}#call=${encodeURIComponent(JSON.stringify(call))}`,
      );
      await sees(shared, '.exchanges', 'https://api.example.com/shared');
      await sees(shared, '.live', 'npx whycors https://api.example.com/shared');
      await shared.close();
    });

    it('can be used with the keyboard alone', async () => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
      for (let presses = 0; presses < 4; presses++) {
        if ((await page.evaluate(() => document.activeElement?.id)) === 'paste') break;
        await page.keyboard.press('Tab');
      }
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('paste');
      await page.keyboard.type(CURL);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await sees(page, '#paste-said', 'Read as');
      const reached = new Set<string>();
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab');
        reached.add(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''));
      }
      expect([...reached].some((text) => text.includes('Decisions and answer'))).toBe(true);
    });

    it('explains preflights in six stops', async () => {
      await page.click('.top button');
      for (let step = 1; step <= 6; step++) {
        const buttons = await page.$$('.tour button.primary');
        await buttons[0]!.click();
        await sees(page, '.tour h2', `${step}.`);
      }
      await sees(page, '.verdict', 'Refused');
    });

    it.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 360],
      ['dark', 360],
    ] as const)('has nothing that axe finds wrong, %s, %i px wide', async (scheme, width) => {
      await page.setViewport({ width, height: 900 });
      if (name === 'chromium')
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await paste(page, MANIFEST);
      await sees(page, '.path.lit', 'shop/orders');
      await paste(page, `HTTP/1.1 200 OK\naccess-control-allow-origin: ${APP}/\n`);
      await sees(page, '.verdict', 'Refused');
      await page.click('.exchange button[aria-expanded]');
      await page.click('section[aria-labelledby=fix-title] button');
      await sees(page, '.checked', 'Checked');
      await page.evaluate(AXE);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: {
            run: () => Promise<{
              violations: readonly { id: string; nodes: readonly { html: string }[] }[];
            }>;
          };
        };
        const found = await axe.run();
        return found.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
        );
      });
      expect(violations).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    });

    it('loads at most 90 kB of JavaScript at first, all of it from itself', async () => {
      const fresh = await browser.newPage();
      const asked: string[] = [];
      fresh.on('request', (request) => asked.push(request.url()));
      await fresh.goto(ui.url);
      await fresh.waitForSelector('#paste');
      const base = ui.url.replace(/#.*/, '');
      expect(asked.filter((url) => !url.startsWith(base))).toEqual([]);
      let bytes = 0;
      for (const url of new Set(asked.filter((each) => each.endsWith('.js'))))
        bytes += gzipSync(await (await fetch(url)).text()).length;
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(90_000);
      await fresh.close();
    });
  });
