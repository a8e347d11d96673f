import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MadeCall } from '../../../lab/exports/calls.js';
import { readPasted, readResponses } from '../../../src/inputs/index.js';

/** What `npm run lab:exports` wrote: the calls of a page, and what the browser's own tools copied of each. */
interface Recorded {
  readonly browser: string;
  readonly made: readonly {
    readonly call: MadeCall;
    readonly copies: Readonly<Record<string, string>>;
  }[];
}

const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
const RECORDED = Object.fromEntries(
  ENGINES.map((name) => [
    name,
    JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as Recorded,
  ]),
);

const PAGE = 'http://127.0.0.1:3000';
const API = 'http://127.0.0.1:8080';

/**
 * What browsers are known to lose as they copy a body, taken away on both sides:
 * for cmd, what no command line can hold (white space becomes a space, and in
 * Chromium all that is no ASCII); in Firefox's curl commands, what stands before
 * a line that ends with CR LF (CurlUtils.writePostDataTextParams).
 */
function comparable(engine: string, way: string, body: string): string {
  const whole =
    engine === 'firefox' && /^(?:curl|cmd)$/.test(way) ? body.replace(/^.*\r\n/s, '') : body;
  return way === 'cmd' ? whole.replaceAll(/[\s\p{C}]|[^\x20-\x7e]/gu, '') : whole;
}

const ways = ENGINES.flatMap((engine) =>
  Object.keys(RECORDED[engine]!.made[0]!.copies)
    .filter((way) => way !== 'url' && way !== 'response-headers')
    .map((way) => [engine, way] as const),
);

describe.each(ways)('what %s copies as %s', (engine, way) => {
  it.each(RECORDED[engine]!.made.map(({ call, copies }) => [call.id, call, copies[way]!] as const))(
    'is the call that was made: %s',
    (_, call, text) => {
      const { value, problems = [] } = readPasted(text) ?? {};
      expect(problems).toEqual([]);
      expect(value?.url).toBe(new URL(call.path, API).href);
      expect(value?.method ?? 'GET').toBe(call.method);
      expect(value?.origin).toBe(PAGE);
      expect(value?.credentials ?? 'omit').toBe(call.credentials);
      expect(comparable(engine, way, value?.body ?? '')).toBe(
        comparable(engine, way, call.body ?? ''),
      );
      const headers = Object.fromEntries(
        (value?.headers ?? []).map(([name, said]) => [name.toLowerCase(), said]),
      );
      // Of these two nobody can tell the page's from the browser's; no server is asked about them.
      delete headers['accept-language'];
      const type = call.body === null ? {} : { 'content-type': expect.anything() as unknown };
      const set = call.headers
        .map(([name, said]) => [name.toLowerCase(), said] as const)
        .filter(([name]) => name !== 'accept-language');
      expect(headers).toEqual({ ...type, ...Object.fromEntries(set) });
    },
  );
});

describe.each(ENGINES)('the response headers that %s copies', (engine) => {
  it('are read', () => {
    const { copies } = RECORDED[engine]!.made[0]!;
    const { value } = readResponses(copies['response-headers']!);
    expect(value).toHaveLength(1);
    const { status, headers } = value![0]!;
    expect(status).toBe(200);
    expect(headers.map(([name, said]) => `${name.toLowerCase()}: ${said}`)).toEqual(
      expect.arrayContaining([
        `access-control-allow-origin: ${PAGE}`,
        'access-control-allow-credentials: true',
      ]),
    );
  });
});
