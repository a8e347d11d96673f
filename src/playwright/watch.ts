import type { BrowserContext, Page, Request } from '@playwright/test';
import type { EngineName } from '../engines/index.js';
import { explainByAsking, explainRecorded } from './explain.js';
import { Recorder } from './recorder.js';

const ENGINE: Readonly<Record<string, EngineName>> = {
  chromium: 'chromium',
  firefox: 'firefox',
  webkit: 'webkit',
};

/** What fetch(), XMLHttpRequest and event sources ask for. */
const CALLS = new Set(['fetch', 'xhr', 'eventsource']);

/** Watches the pages of a browser context for cross-origin requests that fail. */
export interface Watch {
  /** Settles once a page is watched. */
  watched(page: Page): Promise<void>;
  /** An explanation for each that failed so far, each text once. */
  explanations(): Promise<string[]>;
}

/**
 * Begins to watch. In Chromium what the browser itself saw is kept; of other browsers only which
 * requests failed.
 */
export function watchContext(context: BrowserContext): Watch {
  const engine = ENGINE[context.browser()?.browserType().name() ?? ''] ?? 'standard';
  const recorders = new Map<Page, { readonly recorder: Recorder; readonly ready: Promise<void> }>();
  const failed: Request[] = [];
  const watchPage = (page: Page): void => {
    const recorder = new Recorder();
    // A page may be gone before it can be listened to.
    const ready = context
      .newCDPSession(page)
      .then((session) => recorder.start(session))
      .catch(() => undefined);
    recorders.set(page, { recorder, ready });
  };
  if (engine === 'chromium') {
    for (const page of context.pages()) watchPage(page);
    context.on('page', watchPage);
  } else {
    context.on('requestfailed', (request) => failed.push(request));
  }
  return {
    watched: async (page) => recorders.get(page)?.ready,
    explanations: async () => {
      const texts = new Set<string>();
      await Promise.all([...recorders.values()].map(({ recorder }) => recorder.settled()));
      for (const { recorder } of recorders.values())
        for (const failure of recorder.failures()) add(texts, await explainRecorded(failure));
      for (const request of failed) add(texts, await explainRequest(request, engine));
      return [...texts];
    },
  };
}

function add(texts: Set<string>, text: string | null): void {
  if (text !== null) texts.add(text);
}

/** https://playwright.dev/docs/api/class-request#request-failure */
async function explainRequest(request: Request, engine: EngineName): Promise<string | null> {
  if (!CALLS.has(request.resourceType())) return null;
  return explainByAsking({
    engine,
    url: request.url(),
    method: request.method(),
    headers: (await request.headersArray()).map(({ name, value }) => [name, value] as const),
    documentUrl: request.frame().url(),
    error: request.failure()?.errorText ?? '',
  });
}
