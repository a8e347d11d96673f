import { REQUEST_FUNCTIONS } from '../../src/browsers/index.js';

/** Scenarios that a page runs at a time. */
const AT_A_TIME = 12;

/**
 * Firefox forgets a preflight whose host's addresses it looked up anew since, and
 * it "looks up" an address as a host, too: in each family once for each top-level
 * site. After this many preflighted requests to the address it has them all.
 */
const WARM_UPS = 3;

/** Milliseconds after which a request that leads to nothing counts as refused. */
const SILENCE = 20_000;

/**
 * The script of the lab's page, as text: it fetches the scenarios of its batch,
 * runs them and posts what the page saw. Runs in a window, a sandboxed frame and
 * a module worker alike, so it uses nothing but fetch and XMLHttpRequest.
 * @param warmUp a URL on the address of this machine that allows PUT
 */
export function pageScript(control: string, batch: number, warmUp: string): string {
  return `const CONTROL = ${JSON.stringify(control)}, BATCH = ${batch}, AT_A_TIME = ${AT_A_TIME};
const SILENCE = ${SILENCE}, WARM_UP = ${JSON.stringify(warmUp)}, WARM_UPS = ${WARM_UPS};
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
    const answer = (scenario.initiator === 'xhr' ? byXhr : byFetch)(requests[index]);
    results.push(await Promise.race([answer, silence()]));
  }
  return { id: scenario.id, results };
}

// A request that never settles costs its own scenario only.
const silence = () => new Promise((resolve) =>
  setTimeout(() => resolve({ verdict: 'blocked', response: null, thrown: 'no answer' }), SILENCE));

async function warmUp() {
  for (let times = 0; times < WARM_UPS; times++) await fetch(WARM_UP, { method: 'PUT' }).catch(() => undefined);
}

async function runAll() {
  await warmUp();
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
