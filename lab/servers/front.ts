import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { makeAuthority } from '../certificates.js';

/** TLS in front of the servers, whose bytes it passes on as they are: pages at https ask for https only. */
export interface TlsFront {
  readonly port: number;
  /** Which port of 127.0.0.1 stands behind it from now on; connections of before are ended. */
  readonly lead: (to: number) => void;
  readonly close: () => Promise<void>;
}

/** Listens on loopback with a certificate for some hosts, which nobody trusts. */
export async function startFront(names: readonly string[]): Promise<TlsFront> {
  const authority = await makeAuthority('whycors lab');
  const { certPem, keyPem } = await authority.issue({ names });
  const open = new Set<Socket | TLSSocket>();
  let target = 0;
  const keep = <T extends Socket>(socket: T): T => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
    return socket;
  };
  const server = createServer({ cert: certPem, key: keyPem }, (secured) => {
    const inner = keep(connect(target, '127.0.0.1'));
    keep(secured).pipe(inner).pipe(secured);
    inner.once('close', () => secured.destroy());
    secured.once('close', () => inner.destroy());
  });
  const end = (): void => open.forEach((socket) => socket.destroy());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    lead: (to) => {
      if (to !== target) end();
      target = to;
    },
    close: async () => {
      end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
