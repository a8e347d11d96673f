import { request as httpRequest, type Agent } from 'node:http';
import type { Header, NetworkRequest, NetworkResponse } from '../../src/protocol/index.js';

/**
 * Sends one request of the protocol to a port of this machine, with the host
 * that its URL names, and gives the answer with its headers as they came.
 */
export function askServer(
  asked: NetworkRequest,
  port: number,
  agent: Agent,
): Promise<NetworkResponse> {
  const url = new URL(asked.url);
  const headers = [['Host', url.host], ...asked.headers];
  if (asked.body !== null) headers.push(['Content-Length', String(Buffer.byteLength(asked.body))]);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      host: '127.0.0.1',
      port,
      agent,
      method: asked.method,
      path: url.pathname + url.search,
      headers: headers.flat() as unknown as readonly string[],
      setHost: false,
      timeout: 10_000,
    });
    sent.once('response', (answer) => {
      answer.resume().once('end', () => {
        const raw = answer.rawHeaders;
        const pairs: Header[] = [];
        for (let i = 0; i < raw.length; i += 2) pairs.push([raw[i]!, raw[i + 1]!]);
        resolve({ status: answer.statusCode ?? 0, headers: pairs });
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer from port ${port}`)));
    sent.once('error', reject);
    sent.end(asked.body ?? undefined);
  });
}
