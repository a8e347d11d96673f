import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerifyWorld } from './support/world.js';

describe('--verify that cannot be done', () => {
  let world: VerifyWorld;
  let asked = 0;
  let api: string;
  beforeAll(async () => {
    world = new VerifyWorld();
    api = await world.serve((_, response) => {
      asked++;
      response.writeHead(200).end();
    });
  });
  afterAll(async () => {
    expect(world.leftBehind()).toEqual([]);
    await world.close();
  });

  const cases: [what: string, args: string[], env: Record<string, string>, named: RegExp[]][] = [
    [
      'no browser',
      ['--verify'],
      { PATH: '', WHYCORS_WEBKIT: '/nowhere' },
      [/google-chrome.*WHYCORS_CHROMIUM/, /firefox-esr.*WHYCORS_FIREFOX/, /WHYCORS_WEBKIT/],
    ],
    ['not this browser', ['--verify=firefox'], { PATH: '' }, [/No Firefox was found/]],
    [
      'a variable that points nowhere',
      ['--verify=chromium'],
      { WHYCORS_CHROMIUM: '/nowhere/chromium' },
      [/WHYCORS_CHROMIUM: "\/nowhere\/chromium"/],
    ],
    ['an unknown name', ['--verify=netscape'], {}, [/"netscape".*chromium, firefox, webkit/]],
    ['an engine that is no browser', ['--engine', 'standard', '--verify'], {}, [/standard/]],
    [
      'an origin that no page can be given',
      ['--origin', 'chrome-extension://abcdef', '--verify=chromium'],
      { WHYCORS_CHROMIUM: process.execPath },
      [/chrome-extension:\/\/abcdef/],
    ],
    [
      'a certificate that a browser cannot be given',
      ['--cacert', '', '--verify=chromium'],
      { WHYCORS_CHROMIUM: process.execPath },
      [/--cacert/],
    ],
    ['--offline, too', ['--offline', '--verify'], {}, [/--verify.*--offline/]],
    ['--verify-out alone', ['--verify-out', 'x.json'], {}, [/--verify-out.*--verify/]],
  ];

  it.each(cases)(
    '%s: exit code 2, a sentence, and nothing is asked',
    async (_, args, env, named) => {
      const before = asked;
      const { status, out, err } = await world.whycors([api, ...args], env);
      expect({ status, out, asked: asked - before }).toEqual({ status: 2, out: '', asked: 0 });
      for (const name of named) expect(err).toMatch(name);
      expect(err).not.toMatch(/\n\s+at /);
    },
  );

  it('a browser that does not start: the report, and exit code 2', async () => {
    const env = { WHYCORS_CHROMIUM: '/bin/false' };
    const { status, out } = await world.whycors([api, '--verify=chromium', '--json'], env);
    expect(status).toBe(2);
    const { exitCode, verification } = JSON.parse(out) as {
      exitCode: number;
      verification: object[];
    };
    expect(exitCode).toBe(2);
    expect(verification).toMatchObject([{ verdict: null, agrees: null, predicted: 'blocked' }]);
  });

  it('takes --verify before the URL for the option without a name', async () => {
    const { status, out } = await world.whycors(['--verify', `${api}/a`, '-X', 'PUT'], {
      WHYCORS_CHROMIUM: '/bin/false',
    });
    expect(out).toContain('/a');
    expect(status).not.toBe(2);
  });
});
