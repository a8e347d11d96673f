import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readResolve } from '../../../src/drivers/live/index.js';
import { addressesFor } from '../../../src/drivers/live/resolve.js';
import { get, responseOf, sendAll } from './support/drive.js';
import { recordingServer, stopServers } from '../../support/servers.js';

afterEach(stopServers);

describe('readResolve', () => {
  it.each([
    ['api.test:443:127.0.0.1', 'api.test:443', ['127.0.0.1']],
    ['API.Test:8443:10.0.0.1,10.0.0.2', 'api.test:8443', ['10.0.0.1', '10.0.0.2']],
    ['+api.test:80:[::1],127.0.0.1', 'api.test:80', ['::1', '127.0.0.1']],
    ['api.test:80:2001:db8::1', 'api.test:80', ['2001:db8::1']],
    ['*:443:127.0.0.1', '*:443', ['127.0.0.1']],
    ['api.test:0443:127.0.0.1', 'api.test:443', ['127.0.0.1']],
  ])('%s', (entry, key, addresses) => {
    const { table, problems } = readResolve([entry]);
    expect([...table]).toEqual([[key, addresses]]);
    expect(problems).toEqual([]);
  });

  it.each([
    'api.test',
    'api.test:443',
    'api.test:443:',
    ':443:127.0.0.1',
    'api.test:0:127.0.0.1',
    'api.test:65536:127.0.0.1',
    'api.test:x:127.0.0.1',
    'api.test:443:other.test',
    'api.test:443:127.0.0.1,',
    '',
  ])('refuses %j in a sentence that names it', (entry) => {
    const { table, problems } = readResolve([entry]);
    expect(table.size).toBe(0);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.startsWith(`--resolve ${entry}: `)).toBe(true);
  });

  it('reports every bad entry and keeps the good ones', () => {
    const { table, problems } = readResolve(['a', 'b.test:1:::1', 'c']);
    expect(problems).toHaveLength(2);
    expect(table.get('b.test:1')).toEqual(['::1']);
  });

  it('reads back whatever is written rightly', () => {
    const entries = fc.record({
      host: fc.oneof(fc.domain(), fc.constant('*')),
      port: fc.integer({ min: 1, max: 65_535 }),
      addresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { minLength: 1, maxLength: 4 }),
      plus: fc.constantFrom('', '+'),
      brackets: fc.boolean(),
    });
    fc.assert(
      fc.property(entries, ({ host, port, addresses, plus, brackets }) => {
        const written = addresses.map((address) =>
          brackets && isIP(address) === 6 ? `[${address}]` : address,
        );
        const { table, problems } = readResolve([`${plus}${host}:${port}:${written.join(',')}`]);
        expect(problems).toEqual([]);
        expect(addressesFor(table, host.toUpperCase(), port)).toEqual(addresses);
      }),
    );
  });

  it('never throws, and every entry is a table row or a problem', () => {
    const piece = fc.constantFrom(
      'a',
      '*',
      '+',
      '-',
      ':',
      ',',
      '[',
      ']',
      '1',
      '443',
      '::1',
      '127.0.0.1',
      '\n',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (entry) => {
        const { table, problems } = readResolve([entry]);
        expect(table.size + problems.length).toBe(1);
        for (const address of [...table.values()].flat()) expect(isIP(address)).not.toBe(0);
      }),
    );
  });
});

describe('a resolve table', () => {
  it('leads requests where it says; a host of its own goes before *', async () => {
    const server = await recordingServer('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    const { table } = readResolve([
      `*:${server.port}:127.0.0.2`,
      `a.test:${server.port}:127.0.0.1`,
    ]);
    const [exchange] = await sendAll([get(`http://A.test:${server.port}/`)], { resolve: table });
    expect(responseOf(exchange!).status).toBe(200);
    expect(server.heads[0]).toContain(`Host: a.test:${server.port}\r\n`);
    expect(addressesFor(table, 'b.test', server.port)).toEqual(['127.0.0.2']);
    expect(addressesFor(table, 'b.test', 1)).toBeUndefined();
  });
});
