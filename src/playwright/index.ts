/**
 * Playwright's `test` with pages that are watched: a test that fails explains what they were refused. For Node.
 */
import {
  expect,
  test as playwrightTest,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestInfo,
  type TestType,
} from '@playwright/test';
import { watchContext, type Watch } from './watch.js';

export { expect };

type Args = PlaywrightTestArgs & PlaywrightTestOptions;
type WorkerArgs = PlaywrightWorkerArgs & PlaywrightWorkerOptions;

const watches = new WeakMap<object, Watch>();

/**
 * A `test` whose pages are watched: where a test fails, its output explains each cross-origin
 * request of its pages that the browser refused, and has the explanations attached as `whycors`.
 * @param base the `test` to start from, with fixtures of its own
 */
export function withWhycors<Own extends object, Worker extends object>(
  base: TestType<Args & Own, WorkerArgs & Worker>,
): TestType<Args & Own, WorkerArgs & Worker> {
  const plain = base as unknown as TestType<Args, WorkerArgs>;
  const watched = plain.extend({
    context: async ({ context }, use, testInfo) => {
      const watch = watchContext(context);
      watches.set(context, watch);
      await use(context);
      if (testInfo.status !== testInfo.expectedStatus) await tell(watch, testInfo);
    },
    page: async ({ page, context }, use) => {
      await watches.get(context)?.watched(page);
      await use(page);
    },
  });
  return watched as unknown as TestType<Args & Own, WorkerArgs & Worker>;
}

/** Playwright's `test`, its pages watched. */
export const test = withWhycors(playwrightTest);

async function tell(watch: Watch, testInfo: TestInfo): Promise<void> {
  const texts = await watch.explanations();
  if (texts.length === 0) return;
  const body = texts.join('\n\n');
  await testInfo.attach('whycors', { body, contentType: 'text/plain' });
  // Reporters show the first lines of an attachment alone; what a test writes they show whole.
  process.stdout.write(`${body}\n`);
}
