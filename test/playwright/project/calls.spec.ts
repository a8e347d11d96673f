import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base } from '@playwright/test';
import { expect, withWhycors } from 'whycors/playwright';

interface Urls {
  readonly site: string;
  readonly api: string;
}

const api: RequestListener = ({ url, method, headers }, response) => {
  if (url === '/twice')
    response.setHeader('Access-Control-Allow-Origin', ['https://a.test', 'https://a.test']);
  if (url === '/any' || url === '/away') response.setHeader('Access-Control-Allow-Origin', '*');
  if (url === '/own' && method !== 'OPTIONS')
    response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '');
  if (url === '/away') response.writeHead(302, { Location: '/nothing' });
  response.end('{}');
};

const shop =
  (browser: string): RequestListener =>
  (_, response) => {
    response.setHeader('Content-Type', 'text/html').end(`<p>Orders in ${browser}</p>`);
  };

async function listening(listener: RequestListener): Promise<[Server, string]> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
}

/** Somebody's own fixtures stay. */
const test = withWhycors(
  base.extend<{ urls: Urls }>({
    urls: async ({ browserName }, use) => {
      const [siteServer, site] = await listening(shop(browserName));
      const [apiServer, apiUrl] = await listening(api);
      await use({ site, api: apiUrl });
      for (const server of [siteServer, apiServer]) {
        server.closeAllConnections();
        server.close();
      }
    },
  }),
);

const CALLS = {
  '/nothing': { method: 'PUT', headers: { Authorization: 'Bearer very-secret-token' } },
  '/twice': {},
  '/any': { credentials: 'include' },
  '/away': {},
} as const;

// Each test that fails costs a browser.
test('explains what its pages were refused', async ({ page, context, urls }) => {
  await page.goto(urls.site);
  for (const [path, init] of Object.entries(CALLS)) {
    const asked = page.evaluate(([url, options]) => fetch(url, options), [
      urls.api + path,
      init as RequestInit,
    ] as const);
    await expect(asked).rejects.toThrow(/Failed to fetch/);
  }
  const another = await context.newPage();
  await another.goto(urls.site);
  await another.evaluate(() => fetch('http://127.0.0.1:9999/').catch(() => undefined));
  expect('refused').toBe('a failure of the test itself');
});

test('says nothing where the test passes', async ({ page, urls }) => {
  await page.goto(urls.site);
  await page.evaluate((url) => fetch(url).catch(() => undefined), `${urls.api}/nothing`);
});

test('says nothing about calls that are allowed, or of its own origin', async ({ page, urls }) => {
  await page.goto(urls.site);
  await page.evaluate((url) => fetch(url).then(() => fetch('/own')), `${urls.api}/own`);
  expect('allowed').toBe('a failure of the test itself');
});
