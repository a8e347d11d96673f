import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenario, Workshop } from './support/command.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open();
});
afterAll(() => shop.close());

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${JSON.stringify(scenario(`s${index}`))}\n`).join(
    '',
  );

describe('simulate as a part of a pipe', () => {
  it('answers before its input ends', async () => {
    const child = shop.start(['-', '--engine', 'standard']);
    child.stdin.write(lines(500));
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    expect(String(chunk).split('\n')[0]).toContain('"id":"s0"');
    child.stdout.resume();
    child.stdin.end();
    expect((await once(child, 'close'))[0]).toBe(0);
  });

  it('ends quietly when its reader has had enough', async () => {
    const child = shop.start(['-', '--engine', 'all']);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(lines(5000));
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(err).toBe('');
  });
});
