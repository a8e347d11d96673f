import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** Runs Node with these arguments. @returns milliseconds from start to end, and peak memory where asked for */
export function time(args, { out = 'ignore', peak = false } = {}) {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', out, 'inherit', peak ? 'pipe' : 'ignore'],
  });
  let kib = '';
  child.stdio[3]?.on('data', (chunk) => (kib += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () =>
      resolve({ ms: performance.now() - started, mib: Number(kib) / 1024 }),
    );
  });
}

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs several commands in turn, so that what else the machine does strikes all alike. @returns the times of each */
export async function alternate(rounds, ...commands) {
  const times = commands.map(() => []);
  // The first round only warms the file cache.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, args] of commands.entries()) {
      const { ms } = await time(args);
      if (round > 0) times[index].push(ms);
    }
  }
  return times;
}

/** How many times as long one took as the other, pair by pair: what else the machine does strikes both of a pair. */
export function ratio(times, others) {
  return median(times.map((time, index) => time / others[index]));
}
