/** Bytes of a response body that are fetched before anybody reads them. */
const AHEAD = 65_536;

/** Lets go of signal and connection where nobody holds the body any more. */
const collected = new FinalizationRegistry<() => void>((forget) => forget());

/** What belongs to a body's controller and lives as long. */
const states = new WeakMap<
  ReadableByteStreamController,
  { readonly stream: ReadableStream; readonly isEmpty: () => boolean }
>();

const aborted = new WeakMap<ReadableStream, { readonly reason: unknown }>();

/** What a body that nobody has read failed with, null where a signal did nothing to it. */
export function abortOf(body: ReadableStream): { readonly reason: unknown } | null {
  return aborted.get(body) ?? null;
}

/**
 * A response body as a page reads it.
 * @param close called where the body is given up before its end
 * @param signal makes the stream fail with its reason, also where all of it is there and not read
 */
export function streamOf(
  body: AsyncGenerator<Uint8Array, void, undefined>,
  close: () => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let controller!: ReadableByteStreamController;
  let forget = (): void => undefined;
  let bytes = 0;
  let ended = false;
  const source: UnderlyingByteSource = {
    type: 'bytes',
    start(given) {
      controller = given;
    },
    async pull() {
      try {
        const chunk = await nextOf(body);
        bytes += chunk?.length ?? 0;
        if (chunk !== null) return controller.enqueue(chunk);
        ended = true;
        controller.close();
        // 0 where nothing is left to be read; else a signal may still take it away.
        if (controller.desiredSize === 0) forget();
        // A reader that brought its own buffer waits for it.
        controller.byobRequest?.respond(0);
      } catch (error) {
        controller.error(new TypeError('the response body was cut off', { cause: error }));
      }
    },
    cancel() {
      forget();
      close();
    },
  };
  const stream = new ReadableStream(source, { highWaterMark: AHEAD });
  states.set(controller, { stream, isEmpty: () => ended && bytes === 0 });
  forget = listen(controller, close, signal);
  return stream;
}

/**
 * A signal may live for long: it must hold no body that the page has let go. So the listener is
 * made here, where no variable of a body's own is in reach.
 * @returns forgets the signal
 */
function listen(
  controller: ReadableByteStreamController,
  close: () => void,
  signal: AbortSignal,
): () => void {
  const held = new WeakRef(controller);
  const stop = (): void => {
    const kept = held.deref();
    const state = kept && states.get(kept);
    if (state) {
      if (!state.isEmpty()) aborted.set(state.stream, { reason: signal.reason });
      kept?.error(signal.reason);
    }
    close();
  };
  const forget = (): void => signal.removeEventListener('abort', stop);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  collected.register(controller, () => {
    forget();
    close();
  });
  return forget;
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
