/** Bytes of a response body that are fetched before anybody reads them. */
const AHEAD = 65_536;

/**
 * A response body as a page reads it.
 * @param close called where the body is given up before its end
 * @param signal makes the stream fail with its reason
 */
export function streamOf(
  body: AsyncGenerator<Uint8Array, void, undefined>,
  close: () => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let stop = (): void => undefined;
  const source: UnderlyingByteSource = {
    type: 'bytes',
    start(controller) {
      stop = () => {
        controller.error(signal.reason);
        close();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    },
    async pull(controller) {
      try {
        const chunk = await nextOf(body);
        if (chunk !== null) return controller.enqueue(chunk);
        signal.removeEventListener('abort', stop);
        controller.close();
        // A reader that brought its own buffer waits for it.
        controller.byobRequest?.respond(0);
      } catch (error) {
        signal.removeEventListener('abort', stop);
        controller.error(new TypeError('the response body was cut off', { cause: error }));
      }
    },
    cancel() {
      signal.removeEventListener('abort', stop);
      close();
    },
  };
  return new ReadableStream(source, { highWaterMark: AHEAD });
}

/** The next bytes in a buffer of their own, which a stream may take away; null at the end. */
async function nextOf(
  body: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  for (;;) {
    const { value, done } = await body.next();
    if (done === true) return null;
    if (value.length > 0) return new Uint8Array(value);
  }
}

/** What a page streams to a server; given up with the signal's reason once it fires. */
export async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<unknown, void, undefined> {
  const reader = body.getReader();
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
