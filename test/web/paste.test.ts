import { expect, it } from 'vitest';
import { startShop } from '../../src/demo/shop.js';
import { httpServer } from '../support/servers.js';
import { paste, press, sees, textOf } from './browser.js';
import { inEachBrowser } from './harness.js';
import { API, APP, BLOCKED_BY_CLIENT, CURL, FETCH, LINE, scenario } from './texts.js';

inEachBrowser('pasting', (open) => {
  it('takes the token out of the address, and keeps it for the page that is loaded again', async () => {
    const { page } = open();
    expect(page.url()).not.toContain('token');
    await page.reload();
    await sees(page, '.badge', 'asks real servers');
  });

  it.each([
    ['a curl command', CURL, 'PUT', 'Read as a browser'],
    ['a fetch snippet', FETCH, 'PUT', 'Read as'],
    ['a console line', LINE, 'GET', 'Read as a console line of Chromium'],
    ['a scenario', scenario(APP), 'PUT', 'Read as a scenario'],
  ])('reads %s at once, as a call that can be changed', async (_, text, method, said) => {
    const { page } = open();
    await paste(page, text);
    await sees(page, '#paste-said', said);
    await sees(page, '.steps', API);
    const values = await page.$$eval('.form input', (fields) => fields.map(({ value }) => value));
    expect(values.slice(0, 3)).toEqual([APP, API, method]);
  });

  it('asks at once about a URL, and says what it took for granted', async () => {
    const { page } = open();
    const { port } = await httpServer((_, response) => response.end('{}'));
    await paste(page, `127.0.0.1:${port}/x`);
    await sees(page, '.verdict', 'Refused');
    await sees(page, '.notes', 'http://localhost:3000 is taken for its origin');
    await sees(page, '.source', 'from the server');
  });

  it('reads response headers for the call that is there', async () => {
    const { page } = open();
    await paste(page, scenario(APP));
    await sees(page, '.verdict', 'Allowed');
    await paste(page, `HTTP/1.1 204 No Content\naccess-control-allow-origin: ${APP}/\n`);
    await sees(page, '#paste-said', 'Read as response headers');
    await sees(page, '.verdict', 'Refused');
  });

  it('explains a line that CORS has no part in', async () => {
    const { page } = open();
    await paste(page, BLOCKED_BY_CLIENT);
    await sees(page, '.foreign', 'Not a refusal by CORS');
    await sees(page, '.foreign', 'ad blocker');
  });

  it.each([
    ['hello there, what is this?', 'nothing that can be read here'],
    ['{"a": [', 'does not parse'],
    ['{"origin": "x", "request": {}, "exchanges": 7}', '$.origin'],
    ["curl 'https://api.example.com", 'a quote is not closed'],
    ['ftp://example.com/x', 'no http or https URL'],
  ])('says what is wrong with %s', async (text, said) => {
    const { page } = open();
    await paste(page, text);
    await sees(page, '.trouble[role=alert]', said);
    expect(await page.$('.verdict')).toBeNull();
  });

  it('is read wherever on the page it is pasted', async () => {
    const { page, browser, name } = open();
    if (name === 'chromium') {
      const permissions = ['clipboard-read', 'clipboard-sanitized-write'] as const;
      const { origin } = new URL(page.url());
      await browser.defaultBrowserContext().overridePermissions(origin, [...permissions]);
    }
    await page.bringToFront();
    await page.click('h1');
    await page.evaluate((text) => navigator.clipboard.writeText(text), scenario(APP));
    await page.keyboard.down('Control');
    await page.keyboard.press('v');
    await page.keyboard.up('Control');
    await sees(page, '.verdict', 'Allowed');
  });

  it('goes from the red line of the demo API to a fix, checked and applied', async () => {
    const { page } = open();
    const shop = await startShop();
    try {
      await paste(
        page,
        `Access to fetch at '${shop.origin}/wildcard' from origin 'http://localhost:3000' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`,
      );
      await sees(page, '.verdict', 'Refused');
      await sees(page, '.notes', 'still answers as the line says');
      await sees(page, '.lines .bad mark', '*');
      await sees(page, '.cause h3', 'Any origin is allowed, but not with credentials');
      await sees(page, '.evidence', 'response 1 has Access-Control-Allow-Origin: *');
      await press(page, 'nginx', '.suggestions');
      await sees(page, '.callout.good', 'Checked');
      await sees(page, '.diff .add', 'add_header');
      await press(page, 'Copy the fix');
      await page.waitForFunction(() =>
        [...document.querySelectorAll('.fix .said')].some(({ textContent }) =>
          /copied|select the text/.test(textContent),
        ),
      );
      await press(page, 'Apply and check again');
      await sees(page, '.verdict', 'Allowed');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('verdict');
    } finally {
      await shop.close();
    }
  });

  it('sends nothing with side effects unasked, says so, and sends it when asked', async () => {
    const { page } = open();
    const methods: string[] = [];
    const { port } = await httpServer(({ method = '' }, response) => {
      methods.push(method);
      response.writeHead(200, {
        'Access-Control-Allow-Origin': 'http://localhost:3000',
        'Access-Control-Allow-Methods': 'PUT',
      });
      response.end();
    });
    await paste(
      page,
      `fetch('http://127.0.0.1:${port}/x', { method: 'PUT', referrer: 'http://localhost:3000/' })`,
    );
    await sees(page, '.verdict', 'Allowed, judged by GET');
    await sees(page, '.notes', 'a GET was sent in its place');
    expect(methods).not.toContain('PUT');
    await page.click('.live input[type=checkbox]');
    await press(page, 'Ask the server');
    await page.waitForFunction(
      () => document.querySelector('#verdict-title')?.textContent === 'Allowed',
    );
    expect(methods.filter((method) => method === 'PUT')).toEqual(['PUT']);
  });

  it('does not judge a PUT by a GET that the server does not know', async () => {
    const { page } = open();
    const { port } = await httpServer(({ method }, response) => {
      const headers = {
        'Access-Control-Allow-Origin': 'http://localhost:3000',
        'Access-Control-Allow-Methods': 'PUT',
      };
      if (method === 'OPTIONS') response.writeHead(204, headers);
      else response.writeHead(405);
      response.end();
    });
    await paste(
      page,
      `fetch('http://127.0.0.1:${port}/x', { method: 'PUT', referrer: 'http://localhost:3000/' })`,
    );
    await sees(page, '#verdict-title', 'Not known');
  });

  it('says that the server cannot be reached, and offers no CORS fix for that', async () => {
    const { page } = open();
    const { port } = await httpServer((_, response) => response.end());
    const { stopServers } = await import('../support/servers.js');
    await stopServers();
    await paste(page, `http://127.0.0.1:${port}/x`);
    await sees(page, '#verdict-title', 'No answer');
    await sees(page, '.fix', 'has to be reached first');
  });

  it('keeps the call that was pasted last, whatever is answered later', async () => {
    const { page } = open();
    const held: (() => void)[] = [];
    const { port } = await httpServer((_, response) => held.push(() => response.end()));
    await paste(page, `http://127.0.0.1:${port}/slow`);
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await paste(page, scenario(APP));
    await sees(page, '.verdict', 'Allowed');
    for (const release of held) release();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await textOf(page, '.steps')).toContain(API);
    expect(await textOf(page, '#verdict-title')).toBe('Allowed');
  });

  it('says that its own server is gone, or that the token is another one’s', async () => {
    const { page, ui } = open();
    await page.goto('about:blank');
    await page.goto(ui.url.replace(/token=.*/, `token=${'a'.repeat(32)}`));
    await page.waitForSelector('#paste');
    await paste(page, 'http://127.0.0.1:1234/x');
    await sees(page, '.live .trouble', 'token is missing or not this one');
    await page.evaluate(() => {
      globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    });
    await press(page, 'Ask the server');
    await sees(page, '.live .trouble', 'does not run any more');
  });

  it('shows markup of a server and of a paste as text', async () => {
    const { page } = open();
    const { port } = await httpServer((_, response) => {
      response.writeHead(403, {
        'Access-Control-Allow-Origin': '<img src=x onerror="document.title=1">',
        'Content-Type': 'text/html',
        Server: '<script>document.title=1</script>',
      });
      response.end('<script>document.title="owned"</script><img src=x onerror="document.title=2">');
    });
    await paste(page, `http://127.0.0.1:${port}/x?<b>bold</b>`);
    await sees(page, '.lines .bad', '<img src=x');
    await page.$$eval('.detail details', (all) => {
      for (const each of all) each.open = true;
    });
    await sees(page, '.detail pre', '<script>document.title="owned"');
    await press(page, 'nginx', '.suggestions');
    await sees(page, '.callout', 'Checked');
    expect(await page.title()).toBe('whycors');
    expect(await page.$$('main img, main script')).toHaveLength(0);
    expect(await textOf(page, '.steps')).toContain('<img src=x');
  });
});
