import type { FetchRequest, NetworkResult } from '../../protocol/index.js';
import type { Answer } from './answers.js';

/** One exchange as the loopback server tells it. */
interface Told {
  readonly kind: 'preflight' | 'request';
  readonly method: string;
  readonly url: string;
  readonly result: NetworkResult;
}

/** The token of the server that serves this page; null on a static host. */
export function tokenOf(fragment: string): string | null {
  return /^#token=([\w-]{20,})$/.exec(fragment)?.[1] ?? null;
}

/**
 * Has the loopback server make the call.
 * @throws Error with a sentence for people
 */
export async function askServer(
  token: string,
  origin: string,
  request: FetchRequest,
  send: boolean,
): Promise<{ readonly answers: readonly Answer[]; readonly standIn: boolean }> {
  const response = await fetch('./api/ask', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Whycors-Token': token },
    body: JSON.stringify({ origin, request, send }),
  }).catch(() => null);
  if (response === null)
    throw new Error('whycors ui does not run any more: start it again in the terminal.');
  const told = (await response.json()) as {
    readonly exchanges?: readonly Told[];
    readonly standIn?: boolean;
    readonly error?: string;
  };
  if (told.exchanges === undefined) throw new Error(told.error ?? `status ${response.status}`);
  return { answers: told.exchanges.map(answerOf), standIn: told.standIn === true };
}

function answerOf({ kind, method, url, result }: Told): Answer {
  return 'error' in result
    ? { kind, method, url, status: 0, error: result.error, headers: [], from: 'server' }
    : {
        kind,
        method,
        url,
        status: result.status,
        error: null,
        headers: result.headers,
        from: 'server',
      };
}

/** The command that does the same, for who has only the page. */
export function commandFor(origin: string, request: FetchRequest): string {
  const quote = (text: string): string =>
    /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    `npx whycors ${quote(request.url)} --origin ${quote(origin)}`,
    ...(request.method === 'GET' ? [] : [`-X ${quote(request.method)}`]),
    ...request.headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(request.credentials === 'same-origin' ? [] : [`--credentials ${request.credentials}`]),
    ...(request.mode === 'cors' ? [] : [`--mode ${request.mode}`]),
    ...(request.redirect === 'follow' ? [] : [`--redirect ${request.redirect}`]),
  ].join(' ');
}
