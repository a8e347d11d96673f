import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND } from '../cli/command.js';
import { missingPackages } from '../setup/packages.js';
import { BROWSERS, paste, press, sees, startBrowser } from './browser.js';
import { har, LINE, MANIFEST } from './texts.js';

const FOLDER = join(dirname(COMMAND), '../web');
const BELOW = '/tools/cors/';
/** What the first use may load: the issue’s own number. */
const MOST = 90_000;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** A host that knows nothing but files, and sends no header of its own. */
function startHost(): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.replace(/[?#].*/, '');
    const name = path.startsWith(BELOW) ? path.slice(BELOW.length) || 'index.html' : '';
    const file = join(FOLDER, name);
    if (name === '' || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[/\.\w+$/.exec(name)?.[0] ?? ''] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type }).end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

for (const [name] of BROWSERS)
  describe.skipIf(missingPackages([name]).length > 0)(`the static page in ${name}`, () => {
    let host: Server;
    let browser: Browser;
    let base: string;
    const asked: string[] = [];
    const problems: string[] = [];

    beforeAll(async () => {
      [host, browser] = await Promise.all([startHost(), startBrowser(name)]);
      base = `http://127.0.0.1:${(host.address() as AddressInfo).port}${BELOW}`;
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      host.closeAllConnections();
      await new Promise((resolve) => host.close(resolve));
    });

    async function openPage(): Promise<Page> {
      const page = await browser.newPage();
      asked.splice(0);
      problems.splice(0);
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(base);
      await page.waitForSelector('#paste');
      return page;
    }

    /** What was asked of the network and not of the host; a browser's own parts are data: URLs. */
    const foreign = (): string[] =>
      asked.filter((url) => !url.startsWith(base) && !url.startsWith('data:'));

    /** Bytes of all scripts that were loaded, as a host sends them. */
    function scriptBytes(): number {
      const files = new Set(asked.filter((url) => url.endsWith('.js')));
      return [...files].reduce(
        (sum, url) => sum + gzipSync(readFileSync(join(FOLDER, url.slice(base.length)))).length,
        0,
      );
    }

    it('gets from the red line to the verdict with at most 90 kB of JavaScript, all from its own folder', async () => {
      const page = await openPage();
      await paste(page, LINE);
      await sees(page, '.verdict', 'Refused');
      await sees(page, '.cause h3', 'no CORS headers');
      expect(scriptBytes()).toBeGreaterThan(10_000);
      expect(scriptBytes()).toBeLessThan(MOST);
      expect(foreign()).toEqual([]);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('judges from the line alone, and gives the command that asks', async () => {
      const page = await openPage();
      await paste(page, LINE);
      await sees(page, '.badge', 'without a server');
      await sees(page, '.notes', 'The server was not asked');
      await sees(page, '.source', 'as the line says');
      await sees(page, '.live', 'A page cannot see what a server answers to another page');
      await sees(
        page,
        '.live code',
        'npx whycors https://api.example.com/orders --origin https://app.example.com',
      );
      await page.close();
    });

    it('loads everything else from below its own path, under its own policy', async () => {
      const page = await openPage();
      await paste(page, LINE);
      await sees(page, '.verdict', 'Refused');
      for (const [target, said] of [
        ['nginx', 'Checked'],
        ['express', 'Not simulated'],
      ] as const) {
        await page.select('.fix select', target);
        await sees(page, '.fix .callout', said);
      }
      await paste(page, har(20));
      await sees(page, '.segments', 'Refused');
      await paste(page, MANIFEST);
      await sees(page, '.path.lit', 'shop/orders');
      await press(page, 'What is a preflight?', '.top');
      await sees(page, '.tour h2', 'curl does not care');
      expect(foreign()).toEqual([]);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('says what to do where it is opened as a file', async () => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(FOLDER, 'index.html')).href);
      await page.waitForFunction(() => {
        const shown = document.querySelector('.boot, #paste');
        return shown !== null && getComputedStyle(shown).visibility === 'visible';
      });
      if ((await page.$('#paste')) === null) await sees(page, '.boot', 'npx whycors ui');
      await page.close();
    });
  });

it('has nothing inline, and nothing of another host', () => {
  const index = readFileSync(join(FOLDER, 'index.html'), 'utf8');
  expect(index).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  expect(index).not.toMatch(/(?:src|href)="(?!\.\/)/);
  expect(index).toMatch(/Content-Security-Policy[\s\S]*default-src 'none'; script-src 'self'/);
  for (const file of readdirSync(join(FOLDER, 'assets')).filter((each) => each.endsWith('.css')))
    expect(readFileSync(join(FOLDER, 'assets', file), 'utf8')).not.toMatch(/url\(|@import/);
});
