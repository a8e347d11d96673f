import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Header, HeaderList, NetworkRequest, NetworkResponse } from '../../protocol/index.js';
import { readBodyStart, type BodyStart } from './body.js';
import { FailureError } from './failures.js';

/** Bytes of response headers that are accepted; browsers stop at 256 KiB (Chromium) or earlier. */
const HEADER_LIMIT = 262_144;

/** What one HTTP exchange gave. */
export interface HttpResult {
  readonly response: NetworkResponse;
  readonly body: BodyStart;
  readonly httpVersion: '1.0' | '1.1' | '2';
  /** When the response's headers were there, by performance.now(). */
  readonly firstByteAt: number;
  /** Whether the connection can carry another request. */
  readonly reusable: boolean;
}

/** An agent that knows one connection, so that Node's client keeps it between requests. */
export function agentFor(socket: Socket): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = () => socket;
  return agent;
}

/** One exchange over a connection that is open. */
export function sendHttp1(
  socket: Socket,
  agent: Agent,
  request: NetworkRequest,
  target: string,
  headers: HeaderList,
  body: Buffer | null,
  signal: AbortSignal,
): Promise<HttpResult> {
  return new Promise((resolve, reject) => {
    let received = false;
    const onData = (): void => void (received = true);
    socket.on('data', onData);
    const outgoing = httpRequest({
      agent,
      method: request.method,
      path: target,
      headers: headers.flat() as unknown as Record<string, string>,
      setHost: false,
      maxHeaderSize: HEADER_LIMIT,
    });
    const abort = (): void => {
      const what = received
        ? 'the response headers did not end in time'
        : 'no response came in time';
      outgoing.destroy(new FailureError('time-out', what));
    };
    signal.addEventListener('abort', abort, { once: true });
    const done = (): void => {
      signal.removeEventListener('abort', abort);
      socket.off('data', onData);
    };
    outgoing.once('error', (error) => {
      done();
      reject(error);
    });
    outgoing.once('response', (incoming) => {
      const firstByteAt = performance.now();
      void finish(incoming, firstByteAt).finally(done).then(resolve, reject);
    });
    // A server that upgrades a request that asked for nothing of the kind speaks another protocol.
    outgoing.once('upgrade', (incoming: IncomingMessage) => {
      done();
      socket.destroy();
      reject(
        new FailureError('malformed-response', `unasked status ${incoming.statusCode ?? 101}`),
      );
    });
    outgoing.end(body ?? undefined);
  });
}

async function finish(incoming: IncomingMessage, firstByteAt: number): Promise<HttpResult> {
  // Taken now: Node hands the socket back to the agent, and unsets it here, at the body's end.
  const { socket } = incoming;
  const body = await readBodyStart(incoming, incoming.headers['content-encoding']);
  if (body.truncated) incoming.destroy();
  return {
    response: {
      status: incoming.statusCode ?? 0,
      statusText: incoming.statusMessage ?? '',
      headers: pairs(incoming.rawHeaders),
    },
    body,
    httpVersion: incoming.httpVersion === '1.0' ? '1.0' : '1.1',
    firstByteAt,
    reusable: !body.truncated && !socket.destroyed,
  };
}

/** Node's flat rawHeaders as pairs: order, case and duplicates as on the wire. */
export function pairs(flat: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) headers.push([flat[i]!, flat[i + 1]!]);
  return headers;
}
