import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src/demo/index.js';
import { COMMAND } from '../cli/command.js';

const TOUR = new URL('../../dist/demo/tour.js', import.meta.url).href;

let demo: ChildProcessByStdio<null, Readable, Readable> | undefined;
let out: string;
let err: string;
let ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

/** Starts what `npm run demo` starts after building. */
function start(once: boolean): void {
  const script = `import { runDemo } from ${JSON.stringify(TOUR)};
    process.exitCode = await runDemo(${JSON.stringify({ command: COMMAND, once })});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  demo = child;
  out = '';
  err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  ended = new Promise((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
}

/** Waits until this was printed. @returns what of it was captured */
function printed(pattern: RegExp): Promise<string> {
  const { stdout } = demo!;
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const match = pattern.exec(out);
      if (!match) return;
      stdout.off('data', look);
      resolve(match[1]!);
    };
    stdout.on('data', look);
    demo!.once('close', () =>
      reject(new Error(`It ended without: ${String(pattern)}\n${out}${err}`)),
    );
    look();
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

afterEach(() => void demo?.kill('SIGKILL'));

it('ends by itself with --once, having told of every endpoint', async () => {
  start(true);
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(err).toBe('');
  const table = out.slice(out.indexOf('── All endpoints'));
  for (const { path } of ENDPOINTS) expect(table).toContain(`  ${path} `);
  expect(out).not.toContain('Ctrl-C');
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(out)![1]);
  expect(await listens(port)).toBe(false);
});

it('stays open after the tour, until SIGINT', async () => {
  start(false);
  const port = Number(await printed(/stays open at \S*?127\.0\.0\.1:(\d+)[^]*Try, for example/));
  expect(await listens(port)).toBe(true);
  demo!.kill('SIGINT');
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(await listens(port)).toBe(false);
});

it('ends at once at SIGINT in the middle of the tour', async () => {
  start(false);
  const port = Number(await printed(/listens at \S*?127\.0\.0\.1:(\d+)/));
  demo!.kill('SIGINT');
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(err).toBe('');
  expect(out).not.toContain('All endpoints');
  expect(await listens(port)).toBe(false);
});
