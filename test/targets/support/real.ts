import type { Agent } from 'node:http';
import { expect } from 'vitest';
import { askServer } from '../../../lab/servers/ask.js';
import type { NetworkRequest, NetworkResponse } from '../../../src/protocol/index.js';
import { networkResponse, plainUpstream, type Configuration } from '../../../src/targets/index.js';

/** A configuration that people wrote wrong, or in another way than they thought. */
export interface Wrong {
  readonly name: string;
  readonly text: string;
  /** Rule ids that reading finds. */
  readonly rules: readonly string[];
}

const ORIGINS = ['https://app.example.com', 'https://evil.test', 'http://x.example.com', null];
const PATHS = ['/', '/v1/orders', '/denied'];
const METHODS = ['GET', 'PUT', 'OPTIONS'];

/** What a real server and its simulation are both asked. */
export function questions(): readonly NetworkRequest[] {
  return ORIGINS.flatMap((origin) =>
    PATHS.flatMap((path) =>
      METHODS.map((method): NetworkRequest => {
        const headers = [
          ...(origin === null ? [] : [['origin', origin] as const]),
          ...(method === 'OPTIONS' ? [['access-control-request-method', 'PUT'] as const] : []),
        ];
        return {
          kind: 'request',
          url: `http://api.example.com${path}`,
          method,
          headers,
          body: method === 'PUT' ? '{}' : null,
          credentials: false,
          redirectCount: 0,
        };
      }),
    ),
  );
}

/** Asks a real server at a port and compares it with the simulation, header by header. */
export async function answersAsSimulated(
  configuration: Configuration,
  port: number,
  agent: Agent,
): Promise<void> {
  for (const request of questions()) {
    const real = comparable(await askServer(request, port, agent));
    const said = comparable(networkResponse(configuration.simulate(request, plainUpstream)));
    expect(said, `${request.method} ${request.url} ${JSON.stringify(request.headers)}`).toBe(real);
  }
}

/** Status and the headers that CORS is about, by name. */
function comparable({ status, headers }: NetworkResponse): string {
  const about = headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((line) => /^(?:access-control-|vary|location|allow|www-authenticate)/.test(line))
    .toSorted();
  return [status, ...about].join('\n');
}
