import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { startShop } from '../../src/demo/shop.js';
import { paste, press, sees } from './browser.js';
import { inEachBrowser } from './harness.js';
import { API, APP, BLOCKED_BY_CLIENT, har, LINE, MANIFEST, scenario } from './texts.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe calls WCAG 2.2 AA, with the size of targets, and what it holds for good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Axe {
  run(options: { readonly runOnly: readonly string[] }): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const found = await axe.run({ runOnly });
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
  }, TAGS);
}

/** How many pixels of the page stand out to the side. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

const LONG = `${API}/${'averylongsegmentwithoutanybreak'.repeat(12)}?q=${'x'.repeat(300)}`;

/** Every state of the page, and what to wait for. */
const STATES: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['empty', async (page) => sees(page, '.welcome', 'Nothing at hand')],
  [
    'refused at the preflight, with the fix',
    async (page) => {
      await paste(page, scenario(`${APP}/`));
      await sees(page, '.verdict', 'Refused');
      await page.select('.fix select', 'nginx');
      await sees(page, '.fix .callout', 'Checked');
      await page.click('.step.out .step-title');
      await page.$$eval('main details', (all) => {
        for (const each of all) each.open = true;
      });
    },
  ],
  [
    'allowed, with remarks',
    async (page) => {
      await paste(page, scenario(APP));
      await sees(page, '.verdict', 'remark');
    },
  ],
  [
    'from a line alone, and the server gone',
    async (page) => {
      await paste(page, LINE);
      await page.waitForSelector('.verdict.blocked');
      await page.evaluate(() => {
        globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
      });
      await page.waitForSelector('.live button:not(:disabled)');
      await press(page, 'Ask the server');
      await sees(page, '.live .trouble', 'does not run any more');
    },
  ],
  [
    'no answer',
    async (page) => {
      await paste(page, 'http://127.0.0.1:1024/x');
      await sees(page, '#verdict-title', 'No answer');
    },
  ],
  [
    'a fix that cannot be said',
    async (page) => {
      await paste(page, scenario('https://other.example'));
      await sees(page, '.verdict', 'Refused');
      await page.select('.fix select', 's3');
      await sees(page, '.fix .callout', 'cannot say');
    },
  ],
  [
    'unreadable',
    async (page) => {
      await paste(page, 'hello there, what is this?');
      await sees(page, '.trouble', 'nothing that can be read');
    },
  ],
  [
    'a line without CORS',
    async (page) => {
      await paste(page, BLOCKED_BY_CLIENT);
      await sees(page, '.foreign', 'ad blocker');
    },
  ],
  [
    'a HAR file with a call that is open',
    async (page) => {
      await paste(page, har(12));
      await sees(page, '.segments .all', '12');
      await page.click('tbody button');
      await sees(page, '.verdict', 'Refused');
    },
  ],
  [
    'Kubernetes objects',
    async (page) => {
      await paste(page, MANIFEST);
      await sees(page, '.path.lit', 'shop/orders');
      await sees(page, '.fix .callout', 'Checked');
    },
  ],
  [
    'the tour',
    async (page) => {
      await press(page, 'What is a preflight?', '.top');
      await sees(page, '.tour h2', 'curl does not care');
    },
  ],
  [
    'very long texts',
    async (page) => {
      await paste(page, LONG);
      await page.waitForSelector('.live button:not(:disabled)');
      await paste(
        page,
        `HTTP/1.1 200 OK\naccess-control-allow-origin: ${APP}, ${'https://a.example'.repeat(20)}\naccess-control-expose-headers: ${'x-header-name, '.repeat(40)}\n`,
      );
      await sees(page, '.verdict', 'Refused');
    },
  ],
];

inEachBrowser('access', (open) => {
  it.each(STATES)(
    'axe finds nothing and nothing stands out: %s',
    { timeout: 60_000 },
    async (_, go) => {
      const { page, name } = open();
      await go(page);
      for (const scheme of ['light', 'dark']) {
        // Firefox has no way to be told from here: it is looked at in its own colours.
        if (name === 'chromium')
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        else if (scheme === 'dark') continue;
        // 640 is 1280 at 200 %, 320 at 400 %: https://www.w3.org/TR/WCAG22/#reflow
        for (const width of [1280, 640, 360, 320]) {
          await page.setViewport({ width, height: 900 });
          expect(await overflow(page), `${width} px`).toBe(0);
          if (width === 1280 || width === 360)
            expect(await violations(page), `${scheme}, ${width} px`).toEqual([]);
        }
      }
    },
  );

  it('goes from the red line to the copied fix with the keyboard alone, the focus always in sight', async () => {
    const { page } = open();
    const shop = await startShop();
    try {
      const line = `Access to fetch at '${shop.origin}/wildcard' from origin 'http://localhost:3000' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`;
      const focused = (): Promise<{ text: string; id: string; seen: boolean; ring: boolean }> =>
        page.evaluate(() => {
          const element = document.activeElement as HTMLElement;
          // A radio button's ring is that of the label around it; the file field's, of its button.
          const box = element.closest('.engine, .file') ?? element;
          const { left, right, top, bottom } = box.getBoundingClientRect();
          const x = Math.min(Math.max((left + right) / 2, 1), innerWidth - 1);
          const y = Math.min(Math.max((top + bottom) / 2, 1), innerHeight - 1);
          const at = document.elementFromPoint(x, y);
          const after = getComputedStyle(element, '::after');
          const styles = [getComputedStyle(element), getComputedStyle(box), after];
          const inner = box.querySelector('.button');
          if (inner !== null) styles.push(getComputedStyle(inner));
          return {
            text: element.textContent.replaceAll(/\s+/g, ' ').trim(),
            id: element.id,
            seen:
              bottom > 0 && top < innerHeight && (box.contains(at) || at?.contains(box) === true),
            ring: styles.some(({ outlineStyle }) => outlineStyle !== 'none'),
          };
        });
      /** Presses Tab until something that fits has the focus. */
      const tabTo = async (fits: (at: { text: string; id: string }) => boolean): Promise<void> => {
        for (let presses = 0; presses < 80; presses++) {
          await page.keyboard.press('Tab');
          const at = await focused();
          expect(at.seen, `${at.text} is in sight`).toBe(true);
          expect(at.ring, `${at.text} has a ring`).toBe(true);
          if (fits(at)) return;
        }
        throw new Error('The focus never gets there.');
      };
      await page
        .emulateMediaFeatures?.([{ name: 'prefers-reduced-motion', value: 'reduce' }])
        .catch(() => {});
      await tabTo(({ text }) => text.startsWith('Skip'));
      await page.keyboard.press('Enter');
      if ((await focused()).id !== 'paste') await tabTo(({ id }) => id === 'paste');
      await page.keyboard.type(line);
      await tabTo(({ text }) => text === 'Read it');
      await page.keyboard.press('Enter');
      await sees(page, '.notes', 'still answers as the line says');
      await tabTo(({ text }) => text.startsWith('Answer'));
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await sees(page, '.step.open .decisions', 'does not count for a request with credentials');
      await tabTo(({ text }) => text === 'allow this page');
      await page.keyboard.press('Enter');
      await sees(page, '#verdict-title', 'Allowed');
      await page.focus('.tools button');
      await page.keyboard.press('Enter');
      await sees(page, '#verdict-title', 'Refused');
      await tabTo(({ text }) => text === 'nginx');
      await page.keyboard.press('Enter');
      await sees(page, '.callout.good', 'Checked');
      await page.focus('.fix select');
      await tabTo(({ text }) => text === 'Copy the fix');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() =>
        [...document.querySelectorAll('.fix .said')].some(({ textContent }) =>
          /copied|select the text/.test(textContent),
        ),
      );
    } finally {
      await shop.close();
    }
  }, 60_000);

  it('has one h1, a main, no skipped heading, and speaks politely', async () => {
    const { page } = open();
    await paste(page, scenario(`${APP}/`));
    await sees(page, '.verdict', 'Refused');
    const levels = await page.$$eval('h1, h2, h3, h4', (all) =>
      all.map(({ tagName }) => Number(tagName.slice(1))),
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, at) => expect(level - levels[at]!).toBeLessThanOrEqual(1));
    expect(await page.$$('main, header, footer')).toHaveLength(3);
    expect(await page.$$('[aria-live=assertive]')).toHaveLength(0);
    expect(await page.$$eval('[role=status]', (all) => all.length)).toBeGreaterThan(1);
  });

  it('moves nothing for who wants no motion, and draws stronger lines for who wants contrast', async () => {
    const { page, name } = open();
    if (name !== 'chromium') return;
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    const scroll = await page.evaluate(
      () => getComputedStyle(document.documentElement).scrollBehavior,
    );
    expect(scroll).toBe('auto');
    const line = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.querySelector('.card')!).borderTopColor);
    const plain = await line();
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-contrast', value: 'more' }],
    });
    expect(await line()).not.toBe(plain);
  });
});
