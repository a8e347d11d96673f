/** An address as a number and its width in bits; null for what is none. */
interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

/**
 * Whether an address is in a list of networks as annotations have it:
 * `10.0.0.0/8,192.168.1.1`. Entries that are none match nothing.
 */
export function isInNetworks(address: string, list: string): boolean {
  const own = addressOf(address);
  if (own === null) return false;
  return list.split(',').some((entry) => {
    const [network = '', length] = entry.trim().split('/');
    const base = addressOf(network);
    if (base === null || base.bits !== own.bits) return false;
    const kept = length === undefined ? base.bits : Number(length);
    if (!Number.isInteger(kept) || kept < 0 || kept > base.bits) return false;
    const shift = BigInt(base.bits - kept);
    return own.value >> shift === base.value >> shift;
  });
}

/** Whether a text is an IP address. */
export function isAddress(text: string): boolean {
  return addressOf(text) !== null;
}

function addressOf(text: string): Address | null {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4 !== null) {
    const parts = v4.slice(1).map(Number);
    if (parts.some((part) => part > 255)) return null;
    return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: 32 };
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return null;
  const [before = '', after, more] = text.split('::');
  if (more !== undefined) return null;
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const head = groups(before);
  const tail = after === undefined ? [] : groups(after);
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return { value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), bits: 128 };
}
