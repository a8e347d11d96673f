import { REQUEST_FUNCTIONS } from './requests.js';

/** A request as a page makes it; as in a scenario. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: string;
  readonly mode: string;
  readonly redirect: string;
  readonly body?: string;
  readonly initiator: 'fetch' | 'xhr';
  /** Milliseconds, for XMLHttpRequest. */
  readonly timeout: number;
}

/**
 * An HTML document whose `whycorsStart()` makes the request and resolves to its
 * PageResult as JSON. Nothing but ASCII.
 * @param sandboxed makes it in a sandboxed frame, whose origin is "null"
 * @param then JavaScript to run at the end of the document
 */
export function requestDocument(request: PageRequest, sandboxed: boolean, then = ''): string {
  const body = sandboxed ? around(request) : script(start(request));
  return ascii(page(body + (then === '' ? '' : script(then))));
}

function start(request: PageRequest): string {
  const by = request.initiator === 'xhr' ? 'byXhr' : 'byFetch';
  return `${REQUEST_FUNCTIONS}
const whycorsStart = globalThis.whycorsStart = async () => JSON.stringify(await ${by}(${literal(request)}));`;
}

/** The frame waits for its page's word: what it makes while it loads takes another way in some browsers. */
function around(request: PageRequest): string {
  const inner = page(
    script(`${start(request)}
addEventListener('message', async () => parent.postMessage(await whycorsStart(), '*'), { once: true });`),
  );
  const outer = `globalThis.whycorsStart = () => new Promise((resolve) => {
  addEventListener('message', (event) => resolve(event.data), { once: true });
  document.querySelector('iframe').contentWindow.postMessage('start', '*');
});`;
  return `<iframe sandbox="allow-scripts" srcdoc="${attribute(inner)}"></iframe>${script(outer)}`;
}

function page(body: string): string {
  return `<!doctype html><meta charset="utf-8"><title>whycors</title><link rel="icon" href="data:,">${body}`;
}

function script(text: string): string {
  return `<script>${text}</script>`;
}

/** A value as JavaScript that can stand in a script element. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** Only texts within JavaScript strings are ever more than ASCII here. */
function ascii(text: string): string {
  return text.replace(
    /[^\n -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
