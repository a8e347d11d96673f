import type { Duplex } from 'node:stream';

/**
 * Sends a body whose length is not known. https://httpwg.org/specs/rfc9112.html#chunked.encoding
 * A server that answers early or hangs up ends it; that is no fault of the upload.
 * @throws TypeError where a chunk is no Uint8Array (https://fetch.spec.whatwg.org/#incrementally-read-loop), or what the stream throws
 */
export async function writeChunks(socket: Duplex, chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError('a chunk of the streamed body is no Uint8Array');
    }
    if (socket.destroyed) return;
    // A chunk of no bytes would be the end.
    if (chunk.length === 0) continue;
    socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    if (!socket.write('\r\n')) await drained(socket);
  }
  if (!socket.destroyed) socket.write('0\r\n\r\n');
}

function drained(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
