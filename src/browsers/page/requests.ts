/** What one request led to in a page, as the page's own script saw it. */
export interface PageResult {
  readonly verdict: 'allowed' | 'blocked';
  /** type is null for XMLHttpRequest, which does not tell. */
  readonly response: {
    readonly type: string | null;
    readonly status: number;
    readonly redirected: boolean;
    readonly headers: readonly string[];
  } | null;
  readonly thrown?: string;
}

/**
 * JavaScript for a page: `byFetch(request)` and `byXhr(request)`, which make a
 * scenario's request and resolve to a PageResult. They use nothing but fetch and
 * XMLHttpRequest, so that they run in a window, a sandboxed frame and a worker alike.
 */
export const REQUEST_FUNCTIONS = String.raw`
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
        // responseURL is what was asked for, which WebKit has escaped in its own way.
        const plain = (escape) => {
          const text = String.fromCharCode(parseInt(escape.slice(1), 16));
          return /[\w.~-]/.test(text) ? text : escape.toUpperCase();
        };
        const bare = (url) => Object.assign(new URL(url), { hash: '', username: '', password: '' }).href.replace(/%[0-9a-f]{2}/gi, plain);
        resolve({ verdict: 'allowed', response: { type: null, status: xhr.status, redirected: bare(xhr.responseURL) !== bare(request.url), headers: [...new Set(names)].sort() } });
      };
      xhr.onerror = () => blocked('error');
      xhr.ontimeout = () => blocked('timeout');
      xhr.timeout = request.timeout ?? 15000;
      xhr.send(request.body ?? null);
    } catch (error) {
      blocked(String(error));
    }
  });
}
`;
