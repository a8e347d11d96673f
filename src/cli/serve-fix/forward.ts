import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Hop-by-hop: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
]);

/** Milliseconds without a byte from the API after which the answer is 504. */
const PATIENCE = 60_000;

/** Where a request goes on to, and what is changed on the way back. */
export interface Forwarding {
  /** The API's URL for this request. */
  readonly url: URL;
  /** Headers in place of the API's own of these names. */
  readonly headers: readonly (readonly [string, string])[];
  /** The address of this proxy that stands for the API's origin, for redirects. */
  readonly base: string;
}

/** Sends a request on to the API and its answer back, with the CORS headers replaced. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { url, headers, base }: Forwarding,
): void {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const onward = send(url, {
    method: request.method ?? 'GET',
    headers: [
      ...pairs(request.rawHeaders).filter(([name]) => !HOP.has(name.toLowerCase())),
      ['Host', url.host],
    ].flat() as unknown as readonly string[],
    setHost: false,
    timeout: PATIENCE,
  });
  onward.once('response', (answer) => {
    const kept = pairs(answer.rawHeaders)
      .filter(([name]) => !HOP.has(name.toLowerCase()) && !/^access-control-/i.test(name))
      .map(([name, value]) => [name, changed(name, value, url, base)] as const);
    response.writeHead(answer.statusCode ?? 502, [...kept, ...headers].flat());
    answer.pipe(response);
    answer.once('error', () => response.destroy());
  });
  onward.once('timeout', () => onward.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
  onward.once('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent) return void response.destroy();
    const status = error.code === 'ETIMEDOUT' ? 504 : 502;
    const type = ['Content-Type', 'text/plain; charset=utf-8'] as const;
    response.writeHead(status, [type, ...headers].flat());
    response.end(`whycors serve-fix: ${url.host} gave no answer (${error.code ?? 'error'}).\n`);
  });
  response.once('close', () => onward.destroy());
  request.pipe(onward);
}

/** Redirects within the API stay with this proxy; cookies are this proxy's own, whatever domain they name. */
function changed(name: string, value: string, api: URL, base: string): string {
  if (/^location$/i.test(name) && URL.canParse(value, api.href)) {
    const target = new URL(value, api);
    return target.origin === api.origin
      ? base + target.pathname + target.search + target.hash
      : value;
  }
  if (!/^set-cookie$/i.test(name)) return value;
  return value.replaceAll(/;\s*domain=[^;]*/gi, '');
}

function pairs(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : [],
  );
}
