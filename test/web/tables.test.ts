import { expect, it } from 'vitest';
import { paste, press, sees, textOf } from './browser.js';
import { inEachBrowser } from './harness.js';
import { har, MANIFEST } from './texts.js';

inEachBrowser('tables', (open) => {
  it('lists a HAR file of 5,000 entries without lag: filters, sorts and opens', async () => {
    const { page } = open();
    await paste(page, har(5000));
    await sees(page, '.segments .all', 'All 5000');
    await sees(page, '.segments .refused', 'Refused 500');
    expect(await page.$$eval('tbody tr', (rows) => rows.length)).toBe(100);
    const times = await page.evaluate(async () => {
      const field = document.querySelector<HTMLInputElement>('input[type=search]')!;
      const buttons = [...document.querySelectorAll<HTMLElement>('button.sort')];
      const measured: number[] = [];
      const measure = async (act: () => void): Promise<void> => {
        await new Promise((resolve) => {
          requestAnimationFrame(() => setTimeout(resolve));
        });
        const started = performance.now();
        act();
        await new Promise((resolve) => setTimeout(resolve));
        document.body.getBoundingClientRect();
        measured.push(performance.now() - started);
      };
      for (const text of ['o', 'or', 'ord', 'orders/4', ''])
        await measure(() => {
          field.value = text;
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        });
      for (const button of buttons) await measure(() => button.click());
      return measured.toSorted((a, b) => a - b);
    });
    // What people take for at once: https://web.dev/articles/rail
    expect(times[times.length >> 1]).toBeLessThan(100);
    await page.type('input[type=search]', 'orders/4990');
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
    await page.click('tbody button');
    await sees(page, '.steps', 'https://api.example.com/orders/4990');
    await sees(page, '.verdict', 'Refused');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('verdict');
  });

  it('sorts both ways and filters by verdict', async () => {
    const { page } = open();
    await paste(page, har(30));
    await sees(page, '.segments', 'All 30');
    const first = (): Promise<string> => textOf(page, 'tbody tr:first-child .c-url');
    await press(page, 'URL', 'thead');
    await page.waitForFunction(() =>
      document.querySelector('th.c-url')?.matches('[aria-sort=ascending]'),
    );
    expect(await first()).toBe('https://api.example.com/orders/0');
    await press(page, 'URL', 'thead');
    await page.waitForFunction(() =>
      document.querySelector('th.c-url')?.matches('[aria-sort=descending]'),
    );
    expect(await first()).toBe('https://api.example.com/orders/9');
    await page.click('.segments .refused input');
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 3);
  });

  it.each([
    ['{"log":{"entries":[{', 'does not parse'],
    ['{"log":{"entries":7}}', 'no list log.entries'],
  ])('says what is wrong with the HAR file %s', async (text, said) => {
    const { page } = open();
    await paste(page, text);
    await sees(page, '.trouble', said);
  });

  it('says what to do with a HAR file without requests to other origins', async () => {
    const { page } = open();
    await paste(page, '{"log":{"entries":[]}}');
    await sees(page, '.har', 'No request in this file goes to another origin');
  });

  it('lights the Ingress object that answers, follows another path, and mends the manifest', async () => {
    const { page } = open();
    await paste(page, MANIFEST);
    await sees(page, '.path.lit', 'shop/orders');
    await sees(page, '.cluster', 'browsers refuse the call');
    await sees(page, '.verdict', 'Refused');
    await press(page, '/open', '.paths');
    await sees(page, '.path.lit', '/open');
    await sees(page, '.steps', 'https://api.example.com/open');
    await sees(page, '.source', 'simulated');
    await sees(page, '.fix .diff .add', 'cors-allow-origin');
    await sees(page, '.fix .callout', 'Checked');
  });

  it('says what a manifest lacks', async () => {
    const { page } = open();
    await paste(page, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
    await sees(page, '.cluster', 'No Ingress object of Ingress NGINX is in it');
  });

  it('explains preflights in six stops of the demo API', async () => {
    const { page } = open();
    await press(page, 'What is a preflight?', '.top');
    await sees(page, '.tour h2', 'curl does not care');
    await sees(page, '.tour pre', 'HTTP/1.1 200 OK');
    const verdicts: string[] = [];
    for (let stop = 1; stop <= 6; stop++) {
      await sees(page, '.tour-at', `${stop} of 6`);
      verdicts.push(await textOf(page, '#verdict-title'));
      if (stop < 6) await press(page, 'Next', '.tour');
    }
    expect(verdicts).toEqual(['Refused', 'Allowed', 'Refused', 'Allowed', 'Refused', 'Refused']);
    await press(page, 'allow content-type, x-shop-version', '.quick');
    await sees(page, '#verdict-title', 'Allowed');
    await press(page, 'Done', '.tour');
    await page.waitForSelector('#paste');
  });
});
