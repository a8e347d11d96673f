import { readConsole } from '../../inputs/console/read.js';
import { askableUrl } from '../../inputs/console/assemble.js';
import { readResponses, isResponses } from '../../inputs/responses/read.js';
import { readOrigin } from '../../inputs/origin/read.js';
import type { PastedCall } from '../../inputs/pasted/call.js';
import { fetchRequest, parseUrl } from '../../protocol/index.js';
import type { Answer } from './answers.js';
import type { CallState } from './state.js';

/** What a pasted text is. */
export type Pasted =
  | { readonly kind: 'call'; readonly state: CallState; readonly what: string }
  | { readonly kind: 'har'; readonly text: string }
  | { readonly kind: 'manifest'; readonly text: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Recognises a pasted text. Snippets load their parser when the first is pasted. */
export async function readPaste(text: string, before: CallState): Promise<Pasted> {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'unknown', why: 'There is nothing in it.' };
  if (/^\s*\{[\s\S]{0,4000}?"log"\s*:/.test(text)) return { kind: 'har', text };
  if (/^(?:apiVersion|kind):/m.test(text) || /"kind"\s*:\s*"(?:Ingress|List)/.test(text))
    return { kind: 'manifest', text };
  if (!/\s/.test(trimmed)) return fromUrl(trimmed, before);
  const { readPasted } = await import('../../inputs/pasted/index.js');
  const reading = readPasted(text);
  if (reading !== null)
    return reading.value === null
      ? { kind: 'unknown', why: reading.problems.map(({ message }) => message).join(' ') }
      : { kind: 'call', state: fromCall(reading.value, before), what: reading.value.from };
  if (isResponses(text)) return fromResponses(text, before);
  return fromConsole(text, before);
}

function fromUrl(text: string, before: CallState): Pasted {
  const url = parseUrl(text.includes('://') ? text : `https://${text}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    return { kind: 'unknown', why: `"${text.slice(0, 60)}" is no http or https URL.` };
  const state = {
    ...before,
    request: { ...before.request, url: url.href },
    answers: [],
    notes: [],
  };
  return { kind: 'call', state, what: 'a URL' };
}

function fromCall(call: PastedCall, before: CallState): CallState {
  const body = call.body;
  const method = call.method ?? (body === null ? 'GET' : 'POST');
  return {
    origin: call.origin ?? before.origin,
    request: fetchRequest(call.url, {
      method,
      headers: call.headers,
      body: /^(?:GET|HEAD)$/i.test(method) ? null : body,
      credentials: call.credentials ?? 'same-origin',
      mode: call.mode ?? 'cors',
      redirect: call.redirect ?? 'follow',
      initiator: call.xhr ? 'xhr' : 'fetch',
    }),
    answers: [],
    notes: call.notes,
  };
}

/** Headers answer the call that is there; a preflight's where they are one's. */
function fromResponses(text: string, before: CallState): Pasted {
  const { value } = readResponses(text);
  if (value === null) return { kind: 'unknown', why: 'There is no response header in it.' };
  const { url, method } = before.request;
  const answers = value.map(({ status, headers }, index): Answer => {
    const lists = headers.some(([name]) =>
      /^access-control-allow-(?:methods|headers)$/i.test(name),
    );
    const kind =
      index === 0 && (lists || status === 204) && value.length > 0 ? 'preflight' : 'request';
    return {
      kind,
      method: kind === 'preflight' ? 'OPTIONS' : method,
      url,
      status,
      error: null,
      headers,
      from: 'file',
    };
  });
  return { kind: 'call', state: { ...before, answers, notes: [] }, what: 'response headers' };
}

function fromConsole(text: string, before: CallState): Pasted {
  const { value, problems } = readConsole(text);
  if (value === null)
    return { kind: 'unknown', why: problems.map(({ message }) => `This ${message}`).join(' ') };
  const message = value.messages.find((each) => each.kind === 'cors');
  if (message === undefined)
    return {
      kind: 'unknown',
      why: 'This is a line of a console, and CORS has no part in it: whycors explains it on the command line.',
    };
  const url = askableUrl(message);
  const origin =
    message.origin === null ? before.origin : (readOrigin(message.origin).origin ?? before.origin);
  const preflight = message.during === 'preflight';
  const header = message.header ?? (preflight ? 'content-type' : null);
  const method = message.method ?? (preflight ? 'PUT' : 'GET');
  const credentials = message.codes.some((code) => /credentials/.test(code))
    ? 'include'
    : 'same-origin';
  const state: CallState = {
    origin,
    request: fetchRequest(url ?? before.request.url, {
      method,
      headers:
        header === null ? [] : [[header, header === 'content-type' ? 'application/json' : 'x']],
      credentials,
      initiator: message.initiator === 'xhr' ? 'xhr' : 'fetch',
    }),
    answers: [],
    notes: [
      ...(message.method === null
        ? [`The line does not tell the method: ${method} is assumed.`]
        : []),
      ...(url === null ? ['The line was cut and has no whole URL: give it below.'] : []),
    ],
  };
  return { kind: 'call', state, what: `a console line of ${message.engine ?? 'a browser'}` };
}
