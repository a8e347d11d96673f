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

/** Pastes: in Chromium with the clipboard's event, in both with the input that it leads to. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.$eval(
    '#paste',
    (field, pasted) => {
      const area = field as HTMLTextAreaElement;
      area.focus();
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      const event = new ClipboardEvent('paste', {
        clipboardData: data,
        bubbles: true,
        cancelable: true,
      });
      if (!area.dispatchEvent(event)) return;
      area.value = pasted;
      area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    },
    text,
  );
}

/** Puts a text into a field, as typing does. */
export async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForSelector(selector);
  await page.$eval(
    selector,
    (field, given) => {
      const area = field as HTMLTextAreaElement;
      area.value = given;
      area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
    },
    text,
  );
}

/** Presses the first button or link with this text. */
export async function press(page: Page, text: string, within = 'body'): Promise<void> {
  await page.waitForFunction(
    (where, what) => {
      const all = [...document.querySelectorAll<HTMLElement>(`${where} button, ${where} a`)];
      const found = all.find((each) => each.textContent.replaceAll(/\s+/g, ' ').includes(what));
      found?.click();
      return found !== undefined;
    },
    { timeout: 10_000 },
    within,
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
