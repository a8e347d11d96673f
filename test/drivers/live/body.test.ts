import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { BODY_LIMIT } from '../../../src/drivers/live/body.js';
import { sendOne } from './support/drive.js';
import { httpServer, rawServer, stopServers, type Running } from '../../support/servers.js';

afterEach(stopServers);

const TEXT = 'The server said: \u20ac. '.repeat(20);
const CODINGS: [string, (text: string) => Buffer][] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
];

const serve = (body: Buffer, encoding: string) =>
  httpServer((_request, response) => {
    response.writeHead(200, { 'Content-Encoding': encoding }).end(body);
  });

const metaOf = async ({ port }: Running) => (await sendOne(`http://127.0.0.1:${port}/`)).meta;

describe('the start of a body', () => {
  it.each(CODINGS)('is decompressed: %s', async (encoding, compress) => {
    const server = await serve(compress(TEXT), encoding);
    expect(await metaOf(server)).toMatchObject({ bodyStart: TEXT, bodyTruncated: false });
  });

  it.each(CODINGS)('is not more than the limit of a bomb: %s', async (encoding, compress) => {
    const server = await serve(compress('\0'.repeat(50_000_000)), encoding);
    expect(await metaOf(server)).toMatchObject({
      bodyStart: '\0'.repeat(BODY_LIMIT),
      bodyTruncated: true,
    });
  });

  it('is shown as it came when it cannot be decompressed', async () => {
    const server = await serve(Buffer.from('not gzip'), 'gzip');
    expect((await metaOf(server)).bodyStart).toBe('not gzip');
  });

  it('ends at the limit, and the connection with it', async () => {
    let open = true;
    const server = await httpServer((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more).on('close', () => (open = false));
      more();
    });
    expect(await metaOf(server)).toMatchObject({
      bodyStart: 'x'.repeat(BODY_LIMIT),
      bodyTruncated: true,
    });
    await expect.poll(() => open).toBe(false);
  });

  it.each([
    ['4\r\nabcd\r\n2;ext=1\r\nef\r\n0\r\nTrailer: x\r\n\r\n', 'abcdef', false],
    ['4 \r\nabcd\r\n0\r\n\r\n', 'abcd', false],
    ['4\nabcd\n0\n\n', 'abcd', false],
    ['4\r\nab', 'ab', true],
    ['4\r\nabcdef\r\n', 'abcd', true],
    ['x\r\nabcd\r\n', '', true],
    ['-4\r\nabcd\r\n', '', true],
    ['ffffffffffffffff\r\nabcd', 'abcd', true],
  ])('is put together from chunks: %j', async (chunks, bodyStart, bodyTruncated) => {
    const server = await rawServer(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n${chunks}`,
    );
    expect(await metaOf(server)).toMatchObject({ bodyStart, bodyTruncated });
  });

  it('is what came of a body that is cut off', async () => {
    const server = await rawServer('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');
    expect(await metaOf(server)).toMatchObject({ bodyStart: 'half', bodyTruncated: true });
  });
});
