import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../lab/servers/backend.js';
import { freePorts } from '../../../lab/servers/ports.js';
import { printed, startProcess } from '../../../lab/servers/process.js';
import { corsPolicy, exactOrigin } from '../../../src/policy/index.js';
import { applyChanges, TARGETS } from '../../../src/targets/index.js';
import { missingPackages } from '../../setup/packages.js';
import { answersAsSimulated } from '../support/real.js';
import { FIXTURES } from './fixtures.js';
import { REFUSED, WRONG } from './wrong.js';

const LIGHTTPD = '/usr/sbin/lighttpd';
const target = TARGETS.lighttpd;
if (target.kind !== 'file') throw new Error('lighttpd is configured by a file');
const { read } = target;

describe.skipIf(missingPackages(['lighttpd']).length > 0)('a real lighttpd', () => {
  let folder: string;
  let backend: Awaited<ReturnType<typeof startBackend>>;
  const agent = new Agent({ keepAlive: false });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whycors-lighttpd-'));
    await mkdir(join(folder, 'v1'));
    for (const name of ['index.html', 'v1/orders', 'denied'])
      await writeFile(join(folder, name), '{}');
    await writeFile(join(folder, 'users'), 'user:password\n');
    backend = await startBackend();
  });
  afterAll(async () => {
    agent.destroy();
    await backend.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (lines: string, port: number): Promise<[string, string]> => {
    const text = `server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${folder}"
server.errorlog = "${folder}/error.log"
index-file.names = ( "index.html" )
${lines.replaceAll('FOLDER', folder).replaceAll('API', String(backend.port))}
`;
    const file = join(folder, `${port}.conf`);
    await writeFile(file, text);
    return [file, text];
  };

  it.each(WRONG)('answers as simulated: $name', async ({ text: lines, rules }) => {
    const [port = 0] = await freePorts(1);
    const [file, text] = await write(lines, port);
    const { value, problems } = read({ file, text });
    if (value === null) throw new Error('nothing was read');
    expect(problems.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
    expect(problems.filter(({ rule }) => rule === 'lighttpd-syntax')).toEqual([]);
    const server = await startProcess(LIGHTTPD, ['-D', '-f', file], { ports: [port], cwd: folder });
    try {
      await answersAsSimulated(value, port, agent);
    } finally {
      await server.stop();
    }
  });

  it.each(FIXTURES)('takes what is written into $name', async ({ text, place }) => {
    const origins = [exactOrigin('https://app.example.com'), exactOrigin('null')];
    const policy = corsPolicy({ origins, methods: ['PUT', 'REPORT'], credentials: true });
    const emission = target.emit(policy, place, { file: 'lighttpd.conf', text });
    if (emission.kind === 'cannot') throw new Error(emission.reasons.join(' '));
    const file = join(folder, 'written.conf');
    await writeFile(file, applyChanges(text, emission.changes));
    expect(await printed(LIGHTTPD, '-t', '-f', file)).toContain('Syntax OK');
  });

  it.each(REFUSED)(
    'does not start, and reading says why: $name',
    async ({ text: lines, rules }) => {
      const [port = 0] = await freePorts(1);
      const [file, text] = await write(lines, port);
      expect(await printed(LIGHTTPD, '-tt', '-f', file)).toMatch(/failed|duplicate|error/i);
      const { problems } = read({ file, text });
      const errors = problems.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
    },
  );
});
