import type { CorsMessage } from '../../inputs/console/types.js';
import type { PastedCall } from '../../inputs/pasted/call.js';
import { isPasted } from '../../inputs/pasted/recognise.js';
import { isResponses, readResponses } from '../../inputs/responses/read.js';
import { fetchRequest, isLoopbackHost, nameIs, parseUrl } from '../../protocol/index.js';
import type { Answer } from './answers.js';
import { readLine, type Foreign } from './line.js';
import { readScenarioPaste } from './scenario.js';
import { withAnswers, type CallState } from './state.js';

/** What a pasted text is. */
export type Pasted =
  | {
      readonly kind: 'call';
      readonly state: CallState;
      readonly what: string;
      /** Whether the server is to be asked at once: what was pasted does not say its answers, or says them from memory. */
      readonly ask: boolean;
      readonly line?: CorsMessage;
    }
  | { readonly kind: 'har'; readonly text: string }
  | { readonly kind: 'manifest'; readonly text: string }
  /** A console line that CORS has no part in. */
  | { readonly kind: 'foreign'; readonly said: Foreign }
  | { readonly kind: 'unknown'; readonly why: string };

const UNREADABLE =
  'This is nothing that can be read here. Paste the whole red line of the console, the URL of the call, “Copy as cURL” or “Copy as fetch” of the Network tab, response headers, a HAR file, an Ingress manifest or a scenario.';

/** Recognises a pasted text. Commands and snippets load their parser when the first is pasted. */
export async function readPaste(text: string, before: CallState): Promise<Pasted> {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'unknown', why: 'There is nothing in it.' };
  if (/^\s*\{[\s\S]{0,4000}?"log"\s*:/.test(text)) return { kind: 'har', text };
  if (/^(?:apiVersion|kind):/m.test(text) || /"kind"\s*:\s*"(?:Ingress|List)/.test(text))
    return { kind: 'manifest', text };
  if (/^[[{]/.test(trimmed)) return fromJson(trimmed);
  if (isPasted(text)) return fromSnippet(text, before);
  if (!/\s/.test(trimmed)) return fromUrl(trimmed, before);
  if (isResponses(text)) return fromResponses(text, before);
  const line = readLine(text, before);
  if (line.kind === 'none') return { kind: 'unknown', why: UNREADABLE };
  if (line.kind === 'foreign') return line;
  const { message, state } = line;
  const who = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const;
  const what = `a console line of ${message.engine === null ? 'a browser' : who[message.engine]}`;
  return { kind: 'call', state, what, ask: true, line: message };
}

/** JSON that is neither a HAR file nor a manifest: a scenario, or the first line of many. */
function fromJson(text: string): Pasted {
  const json = parseJson(text) ?? parseJson(text.split('\n')[0]!);
  if (json === null)
    return {
      kind: 'unknown',
      why: 'This is JSON that does not parse: it was cut, perhaps. Copy it once more.',
    };
  const first = (Array.isArray(json) ? json[0] : json) as { exchanges?: unknown } | undefined;
  if (first?.exchanges === undefined)
    return {
      kind: 'unknown',
      why: 'This is JSON, and neither a HAR file (log.entries), nor Kubernetes objects (kind), nor a scenario (origin, request, exchanges).',
    };
  const { state, problem } = readScenarioPaste(json);
  return state === null
    ? { kind: 'unknown', why: problem }
    : { kind: 'call', state, what: 'a scenario', ask: false };
}

function parseJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function fromUrl(text: string, before: CallState): Pasted {
  const url = parseUrl(withScheme(text));
  const isName = /[.:[]/.test(url?.host ?? '') || url?.hostname === 'localhost';
  if (url === null || !/^https?:$/.test(url.protocol) || (!text.includes('://') && !isName))
    return {
      kind: 'unknown',
      why: text.includes('://') ? `“${text.slice(0, 60)}” is no http or https URL.` : UNREADABLE,
    };
  const request = { ...before.request, url: url.href };
  const notes = [`A URL does not tell the page: ${before.origin} is taken for its origin.`];
  const state = { ...withAnswers(before, []), request, notes };
  return { kind: 'call', state, what: 'a URL', ask: true };
}

function withScheme(text: string): string {
  if (text.includes('://')) return text;
  const host = /^(\[[^\]]*\]|[^:/]*)/.exec(text)![1]!;
  return `${isLoopbackHost(host.toLowerCase()) ? 'http' : 'https'}://${text}`;
}

async function fromSnippet(text: string, before: CallState): Promise<Pasted> {
  const { readPasted } = await import('../../inputs/pasted/index.js');
  const reading = readPasted(text);
  if (reading === null) return { kind: 'unknown', why: UNREADABLE };
  if (reading.value === null)
    return {
      kind: 'unknown',
      why: reading.problems.map(({ path, message }) => `Read as ${path}, but ${message}`).join(' '),
    };
  return {
    kind: 'call',
    state: fromCall(reading.value, before),
    what: reading.value.from,
    ask: true,
  };
}

function fromCall(call: PastedCall, before: CallState): CallState {
  const { body, user, headers } = call;
  const method = call.method ?? (body === null ? 'GET' : 'POST');
  const signsIn = user !== null && !headers.some(([name]) => nameIs(name, 'authorization'));
  return {
    origin: call.origin ?? before.origin,
    request: fetchRequest(call.url, {
      method,
      headers: signsIn ? [...headers, ['Authorization', basic(user)]] : headers,
      body: /^(?:GET|HEAD)$/i.test(method) ? null : body,
      credentials: call.credentials ?? (call.cookie === null ? 'same-origin' : 'include'),
      mode: call.mode ?? 'cors',
      redirect: call.redirect ?? 'follow',
      initiator: call.xhr ? 'xhr' : 'fetch',
    }),
    answers: [],
    notes: call.notes,
    experiments: [],
  };
}

/** https://httpwg.org/specs/rfc7617.html#section-2 */
function basic(user: string): string {
  const bytes = new TextEncoder().encode(user);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Headers answer the call that is there; a preflight's where they are one's. */
function fromResponses(text: string, before: CallState): Pasted {
  const { value } = readResponses(text);
  if (value === null) return { kind: 'unknown', why: 'There is no response header in it.' };
  const { url } = before.request;
  const answers = value.map(({ status, headers }, index): Answer => {
    const lists = headers.some(([name]) =>
      /^access-control-allow-(?:methods|headers)$/i.test(name),
    );
    const kind = index === 0 && (lists || status === 204) ? 'preflight' : 'request';
    return { kind, method: '*', url, status, error: null, headers, from: 'file' };
  });
  const state = { ...withAnswers(before, answers), notes: [] };
  return { kind: 'call', state, what: 'response headers', ask: false };
}
