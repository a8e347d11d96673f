import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { COMMAND, whycors } from '../cli/command.js';

const HELLO = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  },
};

/** Writes lines to the server's standard input, closes it after so many lines of answers, and waits for the end. */
async function speak(
  lines: readonly string[],
  answers: number,
): Promise<{
  readonly status: number | null;
  readonly out: readonly string[];
  readonly err: string;
}> {
  const child = spawn(process.execPath, [COMMAND, 'mcp'], { stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.split('\n').length > answers) child.stdin.end();
  });
  child.stdin.write(lines.map((line) => `${line}\n`).join(''));
  if (answers === 0) child.stdin.end();
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, out: out.split('\n').filter((line) => line !== ''), err };
}

it('ends with its input, and writes nothing but the protocol', async () => {
  const list = { jsonrpc: '2.0', id: 2, method: 'tools/list', params: {} };
  const ready = { jsonrpc: '2.0', method: 'notifications/initialized' };
  const { status, out, err } = await speak(
    [HELLO, ready, list].map((each) => JSON.stringify(each)),
    2,
  );
  expect(status).toBe(0);
  expect(err).toBe('');
  const answers = out.map((line) => JSON.parse(line) as { id: number; result?: object });
  expect(answers.map(({ id }) => id)).toEqual([1, 2]);
  expect(answers[1]?.result).toMatchObject({ tools: [{ name: 'diagnose' }, {}, {}, {}] });
});

it('ends with an input that never said anything', async () => {
  expect(await speak([], 0)).toEqual({ status: 0, out: [], err: '' });
});

it('goes on after a line that is no JSON', async () => {
  const { status, out } = await speak(['{ nonsense', JSON.stringify(HELLO)], 1);
  expect(status).toBe(0);
  const last = JSON.parse(out.at(-1) ?? '') as object;
  expect(last).toMatchObject({ id: 1, result: { serverInfo: { name: 'whycors' } } });
});

it('has its help', async () => {
  const { status, out } = await whycors('mcp', '--help');
  expect(status).toBe(0);
  expect(out).toContain('--read-only');
  expect(out).toContain('"mcpServers"');
});
