/** Scenarios that a page runs at a time. */
const AT_A_TIME = 12;

/**
 * The script of the lab's page, as text: it fetches the scenarios of its batch,
 * runs them and posts what the page saw. Runs in a window, a sandboxed frame and
 * a module worker alike, so it uses nothing but fetch and XMLHttpRequest.
 */
export function pageScript(control: string, batch: number): string {
  return `const CONTROL = ${JSON.stringify(control)}, BATCH = ${batch}, AT_A_TIME = ${AT_A_TIME};
${RUNNER}`;
}

const RUNNER = String.raw`
const control = (path, body) => fetch(CONTROL + path, body === undefined ? { cache: 'no-store' } : { method: 'POST', body });

function seenByFetch(response) {
  return {
    verdict: 'allowed',
    response: { type: response.type, status: response.status, redirected: response.redirected, headers: [...new Set([...response.headers.keys()])].sort() },
  };
}

async function byFetch(request) {
  const init = { method: request.method, headers: request.headers, credentials: request.credentials, mode: request.mode, redirect: request.redirect };
  if (request.body !== undefined) init.body = request.body;
  for (const key of Object.keys(init)) if (init[key] === undefined) delete init[key];
  try {
    return seenByFetch(await fetch(request.url, init));
  } catch (error) {
    return { verdict: 'blocked', response: null, thrown: String(error) };
  }
}

function byXhr(request) {
  return new Promise((resolve) => {
    const blocked = (why) => resolve({ verdict: 'blocked', response: null, thrown: why });
    try {
      const xhr = new XMLHttpRequest();
      xhr.open(request.method ?? 'GET', request.url);
      xhr.withCredentials = request.credentials === 'include';
      for (const [name, value] of request.headers ?? []) xhr.setRequestHeader(name, value);
      xhr.onload = () => {
        const names = xhr.getAllResponseHeaders().split('\r\n').filter(Boolean).map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
        const asked = new URL(request.url);
        asked.hash = '';
        resolve({ verdict: 'allowed', response: { type: null, status: xhr.status, redirected: xhr.responseURL !== asked.href, headers: [...new Set(names)].sort() } });
      };
      xhr.onerror = () => blocked('error');
      xhr.ontimeout = () => blocked('timeout');
      xhr.timeout = 15000;
      xhr.send(request.body ?? null);
    } catch (error) {
      blocked(String(error));
    }
  });
}

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
