import type { UnsafeHeaderReason } from '../../protocol/index.js';

/** The largest whole number of 64 bits. */
export const LARGEST_UNSIGNED = 2n ** 64n - 1n;

/** Why a Range value that is safelisted otherwise is not: a number of it is larger than an engine can hold. */
export function beyond(value: string, largest: bigint): UnsafeHeaderReason | null {
  const numbers = value.match(/[0-9]+/g) ?? [];
  return numbers.some((digits) => BigInt(digits) > largest) ? 'range' : null;
}
