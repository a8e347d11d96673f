import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { isLoopbackHost } from '../../protocol/index.js';
import { addressesFor, type ResolveTable } from './resolve.js';

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * Loopback in the order of browsers, which matters where two programs listen on
 * one port, one for each family:
 * https://source.chromium.org/chromium/chromium/src/+/main:net/dns/host_resolver_manager.cc (ResolveLocalHostname)
 */
const LOOPBACK = ['::1', '127.0.0.1'];

/**
 * A `lookup` for net.connect: --resolve entries first, then loopback for
 * localhost and the names below it as browsers do without asking DNS
 * (https://www.rfc-editor.org/rfc/rfc6761#section-6.3), then the system.
 */
export function lookupWith(port: number, table: ResolveTable | undefined) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    const fixed =
      addressesFor(table, hostname, port) ??
      (isLoopbackHost(hostname.toLowerCase()) ? LOOPBACK : undefined);
    if (fixed === undefined) {
      // Loaded for names alone: an address needs nobody to ask, and the module costs a millisecond.
      void import('node:dns').then(({ lookup }) => lookup(hostname, options, callback as never));
      return;
    }
    const all = fixed.map((address) => ({ address, family: isIP(address) }));
    process.nextTick(() => {
      if (options.all) callback(null, all);
      else callback(null, all[0]!.address, all[0]!.family);
    });
  };
}
