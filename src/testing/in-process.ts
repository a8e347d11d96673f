import { Agent, createServer, request as httpRequest, type RequestListener } from 'node:http';
import { Duplex } from 'node:stream';

/** Two ends of a connection that never leaves the process. */
function socketPair(): readonly [Duplex, Duplex] {
  const make = (): Duplex & { other?: Duplex } =>
    new Duplex({
      read() {},
      write(this: Duplex & { other?: Duplex }, chunk, _encoding, done) {
        this.other?.push(chunk);
        done();
      },
      final(this: Duplex & { other?: Duplex }, done) {
        this.other?.push(null);
        done();
      },
    });
  const a = make();
  const b = make();
  a.other = b;
  b.other = a;
  return [a, b];
}

/**
 * A fetch() that hands requests to a Node listener in this process: no port is
 * opened, and Node's own HTTP code stands on both sides.
 */
export function fetchFromListener(listener: RequestListener): typeof globalThis.fetch {
  const server = createServer(listener);
  const agent = new Agent({ keepAlive: false });
  agent.createConnection = (): Duplex => {
    const [client, own] = socketPair();
    // A server takes any duplex stream: https://nodejs.org/api/http.html#event-connection
    server.emit('connection', own);
    return client;
  };
  return async (input, init) => {
    const request = new Request(input, {
      ...init,
      ...(init?.body == null ? {} : ({ duplex: 'half' } as object)),
    });
    const url = new URL(request.url);
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        {
          agent,
          method: request.method,
          path: url.pathname + url.search,
          headers: { host: url.host, ...Object.fromEntries(request.headers) },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const status = answer.statusCode ?? 0;
            const empty = [204, 205, 304].includes(status) || request.method === 'HEAD';
            const headers = new Headers();
            const raw = answer.rawHeaders;
            for (let at = 0; at < raw.length; at += 2) headers.append(raw[at]!, raw[at + 1]!);
            resolve(new Response(empty ? null : Buffer.concat(chunks), { status, headers }));
          });
        },
      );
      sent.on('error', reject);
      sent.end(body ?? undefined);
    });
  };
}
