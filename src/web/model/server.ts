import type { ExchangeMeta, ExperimentId, Observation } from '../../evidence/index.js';
import type { FetchRequest, NetworkResult } from '../../protocol/index.js';
import { createMasker, MASK } from '../../reporters/mask.js';
import type { Answer } from './answers.js';
import { LEFT_OUT } from './secrets.js';
import type { CallState } from './state.js';

/** One exchange as the loopback server tells it. */
interface Told {
  readonly kind: 'preflight' | 'request';
  readonly method: string;
  readonly url: string;
  readonly result: NetworkResult;
  readonly standIn: boolean;
  readonly meta: ExchangeMeta | null;
}

/** What the server found out about a call. */
export interface Asked {
  readonly answers: readonly Answer[];
  readonly experiments: CallState['experiments'];
  readonly standIn: boolean;
}

/** Where the token is kept, so that the page can be loaded again. */
const KEPT = 'whycors-token';

/** The token of the server that serves this page; null on a static host. */
export function tokenOf(fragment: string): string | null {
  const token = /^#token=([\w-]{20,})$/.exec(fragment)?.[1];
  // Some browsers have no storage for file: pages, or none at all.
  try {
    if (token !== undefined) sessionStorage.setItem(KEPT, token);
    return token ?? sessionStorage.getItem(KEPT);
  } catch {
    return token ?? null;
  }
}

/**
 * Has the loopback server make the call.
 * @throws Error with a sentence for people
 */
export async function askServer(
  token: string,
  { origin, request }: CallState,
  send: boolean,
  signal: AbortSignal,
): Promise<Asked> {
  const response = await fetch('./api/ask', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Whycors-Token': token },
    body: JSON.stringify({ origin, request, send }),
    signal,
  }).catch(() => null);
  if (response === null)
    throw new Error(
      'whycors ui does not run any more: start it again in the terminal, and open the address that it prints.',
    );
  const told = (await response.json().catch(() => ({}))) as {
    readonly exchanges?: readonly Told[];
    readonly experiments?: readonly { readonly id: ExperimentId; readonly seen: Observation }[];
    readonly standIn?: boolean;
    readonly error?: string;
  };
  if (told.exchanges === undefined)
    throw new Error(told.error ?? `The server of this page answered with ${response.status}.`);
  return {
    answers: told.exchanges.map(answerOf),
    experiments: (told.experiments ?? []).map(({ id, seen }) => [id, seen] as const),
    standIn: told.standIn === true,
  };
}

function answerOf({ kind, method, url, result, standIn, meta }: Told): Answer {
  const common = {
    kind,
    method,
    url,
    standIn,
    from: 'server',
    ...(meta === null ? {} : { meta }),
  } as const;
  if ('error' in result) {
    const { error, detail } = result;
    return {
      ...common,
      status: 0,
      error,
      headers: [],
      ...(detail === undefined ? {} : { detail }),
    };
  }
  return { ...common, status: result.status, error: null, headers: result.headers };
}

/** The command that does the same, for who has only the page. Secrets are left out of it. */
export function commandFor(origin: string, request: FetchRequest): string {
  const masker = createMasker([]);
  const quote = (text: string): string =>
    /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  const word = (text: string): string => quote(text.replaceAll(MASK, LEFT_OUT));
  return [
    `npx whycors ${word(masker.text(request.url))} --origin ${quote(origin)}`,
    ...(request.method === 'GET' ? [] : [`-X ${quote(request.method)}`]),
    ...request.headers.map((header) => `-H ${word(masker.header(header).join(': '))}`),
    ...(request.credentials === 'same-origin' ? [] : [`--credentials ${request.credentials}`]),
    ...(request.mode === 'cors' ? [] : [`--mode ${request.mode}`]),
    ...(request.redirect === 'follow' ? [] : [`--redirect ${request.redirect}`]),
    ...(request.initiator === 'xhr' ? ['--xhr'] : []),
  ].join(' ');
}
