import { REQUEST_FUNCTIONS } from '../../src/browsers/index.js';

/** Scenarios that a page runs at a time. */
const AT_A_TIME = 12;

/**
 * The script of the lab's page, as text: it fetches the scenarios of its batch,
 * runs them and posts what the page saw. Runs in a window, a sandboxed frame and
 * a module worker alike, so it uses nothing but fetch and XMLHttpRequest.
 */
export function pageScript(control: string, batch: number): string {
  return `const CONTROL = ${JSON.stringify(control)}, BATCH = ${batch}, AT_A_TIME = ${AT_A_TIME};
${REQUEST_FUNCTIONS}
${RUNNER}`;
}

const RUNNER = String.raw`
const control = (path, body) => fetch(CONTROL + path, body === undefined ? { cache: 'no-store' } : { method: 'POST', body });

async function runOne(scenario) {
  const results = [];
  const requests = scenario.requests ?? [scenario.request];
  for (let index = 0; index < requests.length; index++) {
    if (requests.length > 1) await control('mark?id=' + scenario.id + '&index=' + index);
    results.push(await (scenario.initiator === 'xhr' ? byXhr : byFetch)(requests[index]));
  }
  return { id: scenario.id, results };
}

async function loaded() {
  if (typeof document === 'undefined' || document.readyState === 'complete') return;
  await new Promise((resolve) => addEventListener('load', () => setTimeout(resolve, 50)));
}

async function runAll() {
  // Firefox does not use its CORS-preflight cache for what a page asks while it loads.
  await loaded();
  const scenarios = await (await control('batch?batch=' + BATCH)).json();
  let done = [];
  const post = async () => {
    const some = done;
    done = [];
    if (some.length > 0) await control('results', JSON.stringify(some));
  };
  let next = 0;
  const lane = async () => {
    while (next < scenarios.length) {
      const result = await runOne(scenarios[next++]);
      done.push(result);
      if (done.length >= 50) await post();
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  await post();
  await control('done?batch=' + BATCH);
}
runAll();
`;
