import { pipeline, Readable } from 'node:stream';
import { transformFor } from '../live/decompress.js';

const KNOWN = /^(x-gzip|gzip|deflate|br)$/;

/**
 * A body without its content codings. Where one is not known here the bytes come as they are.
 * https://fetch.spec.whatwg.org/#handle-content-codings
 * @throws Error (while it is read) where the bytes are not what Content-Encoding says
 */
export async function* decoded(
  body: AsyncGenerator<Uint8Array, void, undefined>,
  encoding: string | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  const codings = (encoding ?? '').toLowerCase().split(',');
  const names = codings.map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0 || !names.every((name) => KNOWN.test(name))) return yield* body;
  let plain = body;
  // The last one named was applied last.
  for (const name of names.toReversed()) plain = decodedOnce(plain, name);
  yield* plain;
}

async function* decodedOnce(
  body: AsyncGenerator<Uint8Array, void, undefined>,
  coding: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const first = await body.next();
  if (first.done === true) return;
  const transform = await transformFor(coding, Buffer.from(first.value));
  const all = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield first.value;
    yield* body;
  };
  // Errors come out of the last stream; without a listener they would end the process.
  pipeline(Readable.from(all(), { objectMode: false }), transform, () => undefined);
  for await (const chunk of transform) yield chunk as Buffer;
}
