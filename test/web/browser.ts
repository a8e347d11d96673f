import { launch, type Browser, type Page } from 'puppeteer-core';

/** Browsers that the page is driven in. */
export const BROWSERS = [
  ['chromium', '/usr/bin/chromium'],
  ['firefox-esr', '/usr/bin/firefox-esr'],
] as const;

/** Starts a browser without a window. */
export function startBrowser(name: (typeof BROWSERS)[number][0]): Promise<Browser> {
  const executablePath = BROWSERS.find(([each]) => each === name)![1];
  return name === 'chromium'
    ? launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], headless: true })
    : launch({ browser: 'firefox', executablePath, headless: true });
}

/** The text of an element, with white space as one. */
export async function textOf(page: Page, selector: string): Promise<string> {
  const text = await page.$eval(selector, (element) => element.textContent);
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Puts a text into the field and has it read. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.$eval(
    '#paste',
    (field, given) => {
      const area = field as HTMLTextAreaElement;
      area.value = given;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    },
    text,
  );
  await page.waitForSelector('.paste button.primary:not(:disabled)');
  await page.$eval('.paste button.primary', (button) => (button as HTMLButtonElement).click());
}

/** Pastes from the clipboard, which reads it at once; a script can make such an event in Chromium alone. */
export async function pasteEvent(page: Page, text: string): Promise<void> {
  await page.$eval(
    '#paste',
    (field, pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    text,
  );
}

/** Waits until an element's text has something in it. */
export async function sees(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(
    (where, what) =>
      [...document.querySelectorAll(where)].some((element) =>
        element.textContent.replaceAll(/\s+/g, ' ').includes(what),
      ),
    { timeout: 10_000 },
    selector,
    text,
  );
}
