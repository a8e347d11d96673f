import type { ForeignKind } from './types.js';

/** A network error of Chromium in the text, and what stands before it in its line. */
export interface NetError {
  readonly at: number;
  readonly end: number;
  readonly error: string;
  readonly what: ForeignKind;
  readonly method: string | null;
  readonly url: string | null;
  readonly status: number | null;
}

/** Kinds by the beginning of the name, the first that fits. net/base/net_error_list.h */
const KINDS: readonly (readonly [string, ForeignKind])[] = [
  ['ERR_CONNECTION_REFUSED', 'connection-refused'],
  ['ERR_UNSAFE_PORT', 'blocked-port'],
  ['ERR_NAME_', 'host-not-found'],
  ['ERR_CERT_', 'certificate'],
  ['ERR_BLOCKED_BY_CLIENT', 'blocked-by-client'],
  ['ERR_BLOCKED_BY_ADMINISTRATOR', 'blocked-by-client'],
  ['ERR_BLOCKED_BY_CSP', 'content-security-policy'],
  ['ERR_BLOCKED_BY_LOCAL_NETWORK', 'local-network-access'],
  ['ERR_BLOCKED_BY_PRIVATE_NETWORK', 'local-network-access'],
  ['ERR_BLOCKED_BY_ORB', 'opaque-response-blocked'],
  ['ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep', 'embedder-policy'],
  ['ERR_BLOCKED_BY_RESPONSE', 'resource-policy'],
  ['ERR_FAILED', 'net-failed'],
];

/** How much of a line before the error is looked at. */
const BEFORE = 8192;

/** All `net::ERR_…` in a text, as "PUT https://api.example/orders net::ERR_FAILED 200 (OK)". */
export function netErrors(text: string): NetError[] {
  let behind = 0;
  return [...text.matchAll(/net::(ERR_[A-Z_0-9]{1,60}(?:\.[A-Za-z]{1,60})?)/g)].map((match) => {
    const at = match.index;
    const error = match[1]!;
    const line = text
      .slice(Math.max(behind, at - BEFORE), at)
      .split('\n')
      .at(-1)!;
    behind = at + match[0].length;
    const words = line.split(/\s/).filter((word) => word !== '');
    const place = words.findLastIndex((word) => /^["'(]?https?:\/\//.test(word));
    const method = words[place - 1] ?? '';
    const status = /^\s?(\d{3}) \(/.exec(
      text.slice(at + match[0].length, at + match[0].length + 8),
    );
    return {
      at,
      end: at + match[0].length,
      error: `net::${error}`,
      what: KINDS.find(([start]) => error.startsWith(start))?.[1] ?? 'connection',
      method: /^[A-Z]{3,20}$/.test(method) ? method : null,
      url: place < 0 ? null : words[place]!.replace(/^["'(]/, '').replace(/["')]$/, ''),
      status: status ? Number(status[1]) : null,
    };
  });
}
