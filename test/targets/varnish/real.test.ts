import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../lab/servers/backend.js';
import { freePorts } from '../../../lab/servers/ports.js';
import { printed } from '../../../lab/servers/process.js';
import { startVarnish, VARNISH } from '../../../lab/servers/varnish.js';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import { applyChanges, TARGETS } from '../../../src/targets/index.js';
import { missingPackages } from '../../setup/packages.js';
import { answersAsSimulated } from '../support/real.js';
import { FIXTURES } from './fixtures.js';
import { REFUSED, WRONG } from './wrong.js';

const target = TARGETS.varnish;
if (target.kind !== 'file') throw new Error('Varnish is configured by a file');
const { read } = target;

describe.skipIf(missingPackages(['varnish']).length > 0)('a real Varnish', () => {
  let folder: string;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  const agent = new Agent({ keepAlive: false });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-varnish-'));
    await chmod(folder, 0o755);
    backend = await startBackend();
  });
  afterAll(async () => {
    agent.destroy();
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (lines: string, name: string): Promise<[string, string]> => {
    const text = `vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "${backend.port}"; }\n${lines}\n`;
    const file = join(folder, `${name}.vcl`);
    await writeFile(file, text);
    return [file, text];
  };

  it.each(WRONG)('answers as simulated: $name', async ({ text: lines, rules }) => {
    const [port = 0] = await freePorts(1);
    const [file, text] = await write(lines, String(port));
    const { value, problems } = read({ file, text });
    if (value === null) throw new Error('nothing was read');
    expect(problems.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
    expect(problems.filter(({ rule }) => rule === 'vcl-syntax')).toEqual([]);
    const server = await startVarnish(folder, file, port);
    try {
      await answersAsSimulated(value, port, agent);
    } finally {
      await server.stop();
    }
  });

  it.each(FIXTURES)('compiles what is written into $name', async ({ text, place }) => {
    const origins = [exactOrigin('https://app.example.com')];
    const policy = corsPolicy({ origins, methods: ['PUT', 'REPORT'], credentials: true });
    const emission = target.emit(policy, place, { file: 'default.vcl', text });
    if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
    const file = join(folder, 'written.vcl');
    await writeFile(file, applyChanges(text, emission.changes));
    const flags = ['-n', join(folder, 'check'), '-p', 'vcc_allow_inline_c=on', '-C', '-f', file];
    expect(await printed(VARNISH, ...flags)).toMatch(/VGC_Load|VCL_conf/);
  });

  it.each(REFUSED)(
    'does not compile, and reading says why: $name',
    async ({ text: lines, rules }) => {
      const [file, text] = await write(lines, 'refused');
      expect(await printed(VARNISH, '-n', join(folder, 'check'), '-C', '-f', file)).toMatch(
        /VCC-compiler|failed/,
      );
      const { problems } = read({ file, text });
      const errors = problems.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
    },
  );
});
