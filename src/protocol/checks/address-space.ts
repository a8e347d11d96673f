import { remembering } from '../recent.js';

/** https://wicg.github.io/local-network-access/#ip-address-space ; `unknown` for a name without an address. */
export type AddressSpace = 'public' | 'local' | 'loopback' | 'unknown';

/** The address space of a host: by its own form, else by the address that was connected to. */
export function addressSpace(hostname: string, address: string | undefined): AddressSpace {
  return ofHost(hostname) ?? (address === undefined ? undefined : ofAddress(address)) ?? 'unknown';
}

const ofHost = remembering((hostname): AddressSpace | undefined => {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') ? 'loopback' : ofAddress(host);
});

function ofAddress(address: string): AddressSpace | undefined {
  const ip = address.toLowerCase().replace(/^::ffff:/, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(ip)) {
    if (ip.startsWith('127.')) return 'loopback';
    // RFC 1918, RFC 3927, RFC 6598
    return /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      ip,
    )
      ? 'local'
      : 'public';
  }
  if (!ip.includes(':')) return undefined;
  if (ip === '::1') return 'loopback';
  // RFC 4193, RFC 4291
  return /^(f[cd]|fe[89ab])/.test(ip) ? 'local' : 'public';
}

const PRIVACY: Readonly<Record<AddressSpace, number>> = {
  unknown: 0,
  public: 0,
  local: 1,
  loopback: 2,
};

/** https://wicg.github.io/local-network-access/#less-public : whether the target is nearer to the user than the page. */
export function isLessPublic(target: AddressSpace, page: AddressSpace): boolean {
  return page !== 'unknown' && PRIVACY[target] > PRIVACY[page];
}
