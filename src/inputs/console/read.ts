import type { Read } from '../problem.js';
import { assemble, isWhole } from './assemble.js';
import { findHits } from './hits.js';
import { netErrors, type NetError } from './net-errors.js';
import { squeeze } from './squeeze.js';
import type { ConsoleMessage, ConsoleReading, ForeignKind } from './types.js';

/** More than anybody pastes; what is behind it is not read. */
const MOST = 1_000_000;

/** What only says that a call failed, not why. */
const EMPTY: ReadonlySet<ForeignKind> = new Set<ForeignKind>([
  'exception',
  'net-failed',
  'http-status',
  'not-xml',
  'unsafe-header',
]);

/**
 * Recognises what a person pasted from a browser's console: lines of Chromium,
 * Firefox and WebKit about calls that they refused, one or several, whole or in
 * part, in today's wording or an older one.
 * @returns the messages; null and a problem when there is none in the text
 */
export function readConsole(text: string): Read<ConsoleReading> {
  const where = squeeze(
    text
      .slice(0, MOST)
      .trimEnd()
      .replace(/(…|\.\.\.)$/, ''),
  );
  const errors = netErrors(where.original);
  const found = withErrors(assemble(findHits(where)), errors);
  const messages = unique(found.map(narrowed));
  if (messages.length > 0) return { value: { messages }, problems: [] };
  const message =
    text.trim() === ''
      ? 'is empty: paste the red line from the browser’s console.'
      : 'is no message of a browser that whycors knows: paste the whole red line from the browser’s console (whycors messages lists them), or the URL.';
  return { value: null, problems: [{ path: 'console text', message }] };
}

/** Adds Chromium's network errors, and what they tell of the refused calls. */
function withErrors(
  messages: readonly ConsoleMessage[],
  errors: readonly NetError[],
): ConsoleMessage[] {
  const lone = messages.length === 1;
  const told = messages.map((message) => {
    const error = errors.find(
      ({ url }) => url !== null && (url === message.url || (lone && message.url === null)),
    );
    if (!error || message.kind !== 'cors') return message;
    return {
      ...message,
      method: message.method ?? error.method,
      status: message.status ?? error.status,
      ...(message.url === null ? { url: error.url, urlComplete: isWhole(error.url, false) } : {}),
    };
  });
  const own = errors.map((error): ConsoleMessage => ({
    kind: 'foreign',
    what: error.what,
    engine: 'chromium',
    url: error.url,
    urlComplete: isWhole(error.url, false),
    origin: null,
    method: error.method,
    status: error.status,
    error: error.error,
    codes: [],
  }));
  return [...told, ...own];
}

/** Each message once; those that do not say why only where nothing else does. */
function unique(messages: readonly ConsoleMessage[]): ConsoleMessage[] {
  const isEmpty = (message: ConsoleMessage): boolean =>
    message.kind === 'foreign' && EMPTY.has(message.what);
  const telling = messages.filter((message) => !isEmpty(message));
  const kept = telling.length > 0 ? telling : messages;
  return [...new Map(kept.map((message) => [JSON.stringify(message), message])).values()];
}

/** Whether a preflight was redirected is seen from its status, where the line has one. */
function narrowed(message: ConsoleMessage): ConsoleMessage {
  const { codes, status } = message;
  if (message.kind !== 'cors' || !codes.includes('preflight-status-not-ok')) return message;
  if (status === null || (status >= 300 && status < 400)) return message;
  return { ...message, codes: ['preflight-status-not-ok'] };
}
