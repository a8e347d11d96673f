import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is not answered; null where it may be. */
export type Refusal = { readonly status: number; readonly message: string } | null;

/**
 * Host is one of this machine's own names: another name that leads here is a
 * page's that had its DNS changed (rebinding).
 */
export function checkHost({ headers }: IncomingMessage, port: number): Refusal {
  const { host } = headers;
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
    ? null
    : { status: 421, message: 'This name is not served here.' };
}

/** What has effects comes from the page itself, with its token, as JSON, which no form can send. */
export function checkCaller(
  { headers, method }: IncomingMessage,
  port: number,
  token: string,
): Refusal {
  if (method !== 'POST') return { status: 405, message: 'This takes POST.' };
  const { origin } = headers;
  if (origin !== `http://127.0.0.1:${port}` && origin !== `http://localhost:${port}`)
    return { status: 403, message: 'This is for the page of whycors alone.' };
  if (!/^application\/json(?:;|$)/i.test(headers['content-type'] ?? ''))
    return { status: 415, message: 'This takes JSON.' };
  const given = headers['x-whycors-token'];
  return typeof given === 'string' && isSame(given, token)
    ? null
    : {
        status: 403,
        message: 'The token is missing or not this one: open the address that whycors ui printed.',
      };
}

/** In a time that does not tell where the two differ. */
function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
