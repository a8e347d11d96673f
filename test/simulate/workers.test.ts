import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenario, Workshop } from './support/command.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open();
});
afterAll(() => shop.close());

/** Enough bytes that worker threads are started after the first MiB, with a bad line now and then. */
const COUNT = 20_000;
const isBad = (index: number): boolean => index % 1000 === 999;
const lines = Array.from({ length: COUNT }, (_, index) =>
  isBad(index)
    ? `{"id": "s${index}",`
    : JSON.stringify(scenario(`s${index}-ü`, '*', { note: 'x'.repeat(500) })),
);
const ids = lines.flatMap((_, index) => (isBad(index) ? [] : [`s${index}-ü`]));
const badLines = lines.flatMap((_, index) => (isBad(index) ? [index + 1] : []));

async function run(...options: string[]) {
  const file = await shop.file('many.jsonl', `${lines.join('\n')}\n`);
  return shop.simulate([file, '--engine', 'standard', ...options]);
}

describe('an input that is large enough for worker threads', () => {
  it('is, or this would test nothing', () => {
    expect(Buffer.byteLength(lines.join('\n'))).toBeGreaterThan(12 * 1_048_576);
  });

  it('is answered in order, and every bad line is named by its number, in order', async () => {
    const { status, out, err } = await run();
    expect(status).toBe(2);
    const records = out.trimEnd().split('\n');
    expect(records.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids);
    const named = [...err.matchAll(/many\.jsonl:(\d+): \$ is no JSON/g)].map(([, line]) => line);
    expect(named.map(Number)).toEqual(badLines);
  });

  it('is one array as JSON', async () => {
    const { out } = await run('--format', 'json');
    expect((JSON.parse(out) as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  });

  it.each(['jsonl', 'text'])(
    'ends with the same %s as a small input of its last lines',
    async (format) => {
      // A small input is answered without worker threads, the end of a large one with them.
      const few = lines.slice(-500).join('\n');
      const options = ['--engine', 'standard', '--format', format];
      const small = await shop.simulate([await shop.file('few.jsonl', few), ...options]);
      const { out } = await run('--format', format);
      expect(small.out.split('\n').length).toBeGreaterThan(400);
      expect(out.endsWith(`\n${small.out}`)).toBe(true);
    },
  );

  it('leaves nothing running when its reader has had enough', async () => {
    const file = await shop.file('many.jsonl', `${lines.join('\n')}\n`);
    const child = shop.start([file, '--engine', 'all']);
    child.stdout.once('data', () => child.stdout.destroy());
    expect((await once(child, 'close'))[0]).toBe(0);
  });
});
