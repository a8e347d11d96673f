import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Wire } from '../../../src/drivers/live/wire.js';

const never = new AbortController().signal;

describe('Wire', () => {
  it('makes a fast peer wait, and loses nothing', async () => {
    const stream = new PassThrough();
    const wire = new Wire(stream);
    const piece = Buffer.alloc(10_000, 'x');
    const pieces = 100;
    let written = 0;
    const write = (): void => {
      while (written < pieces) {
        written++;
        if (!stream.write(piece)) return void stream.once('drain', write);
      }
      stream.end();
    };
    write();
    await expect.poll(() => stream.isPaused()).toBe(true);
    expect(written).toBeLessThan(pieces);
    let size = 0;
    for (let chunk = await wire.next(never, ''); chunk; chunk = await wire.next(never, ''))
      size += chunk.length;
    expect(size).toBe(pieces * piece.length);
  });

  it('hands out what came before an error, then the error', async () => {
    const stream = new PassThrough();
    const wire = new Wire(stream);
    stream.write('before');
    await expect.poll(() => wire.idle).toBe(false);
    stream.destroy(new Error('broken'));
    expect((await wire.next(never, ''))?.toString()).toBe('before');
    await expect(wire.next(never, '')).rejects.toThrow('broken');
  });

  it('is idle only while it is open and empty', async () => {
    const stream = new PassThrough();
    const wire = new Wire(stream);
    expect(wire.idle).toBe(true);
    stream.end();
    await expect.poll(() => wire.idle).toBe(false);
    expect(await wire.next(never, '')).toBeNull();
  });

  it('gives up at the signal, with the words given', async () => {
    const controller = new AbortController();
    const wire = new Wire(new PassThrough());
    const next = wire.next(controller.signal, 'too slow');
    controller.abort();
    await expect(next).rejects.toMatchObject({ kind: 'time-out', message: 'too slow' });
  });

  it('waits under one signal again and again, and holds on to it no longer than it is told', async () => {
    const controller = new AbortController();
    const stream = new PassThrough();
    const wire = new Wire(stream);
    for (const text of ['one', 'two']) {
      const next = wire.next(controller.signal, '');
      stream.write(text);
      expect(String(await next)).toBe(text);
    }
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    wire.forgetSignal();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    const next = wire.next(controller.signal, 'too slow');
    controller.abort();
    await expect(next).rejects.toMatchObject({ kind: 'time-out', message: 'too slow' });
  });
});
