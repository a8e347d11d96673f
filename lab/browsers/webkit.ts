import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserOptions } from './browser.js';
import { start, stop } from './process.js';

const CANDIDATES = ['x86_64', 'aarch64'].flatMap((cpu) =>
  ['4.1', '4.0', '6.0'].map((api) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${api}/MiniBrowser`),
);

/** Where Debian's package has MiniBrowser, or null. */
export function miniBrowser(): string | null {
  return CANDIDATES.find((file) => existsSync(file)) ?? null;
}

/** WebKitGTK's MiniBrowser under a virtual display. Its console goes to its standard error, whole only at its end. */
export async function startWebkit({ profile }: BrowserOptions): Promise<Browser> {
  const program = miniBrowser();
  if (program === null) throw new Error('MiniBrowser is not installed (package webkit2gtk-driver)');
  await mkdir(join(profile, 'run'), { recursive: true, mode: 0o700 });
  const lines: string[] = [];
  let child: ReturnType<typeof start> | null = null;
  let ended: Promise<void> = Promise.resolve();
  const env = {
    HOME: profile,
    XDG_RUNTIME_DIR: join(profile, 'run'),
    XDG_CACHE_HOME: join(profile, 'cache'),
    XDG_DATA_HOME: join(profile, 'data'),
    XDG_CONFIG_HOME: join(profile, 'config'),
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    GIO_USE_PROXY_RESOLVER: 'dummy',
  };
  const end = async (): Promise<void> => {
    if (child === null) return;
    // The console is flushed when the browser itself gets SIGTERM, not its wrappers.
    const ids = browserProcesses(program, profile);
    for (const id of ids) process.kill(id, 'SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 4_000))]);
    await stop(child);
    child = null;
  };
  return {
    engine: 'webkit',
    version: version(),
    lines,
    corsErrors: [],
    // MiniBrowser takes its page from the command line only, so each page is a new browser.
    open: async (url) => {
      await end();
      const args = [
        '-a',
        'dbus-run-session',
        '--',
        program,
        `--geometry=800x600`,
        '--ignore-tls-errors',
      ];
      const started = start(
        'xvfb-run',
        [...args, '--enable-write-console-messages-to-stdout=true', url],
        ['ignore', 'pipe', 'pipe'],
        { ...env, WHYCORS_LAB_PROFILE: profile },
      );
      child = started;
      let text = '';
      for (const stream of [started.stdout, started.stderr]) {
        stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      }
      ended = new Promise((resolve) =>
        started.once('close', () => {
          lines.push(...text.split('\n').filter((line) => line !== ''));
          resolve();
        }),
      );
    },
    close: end,
  };
}

/** The MiniBrowser processes of this profile; xvfb-run and dbus-run-session stand between us and them. */
function browserProcesses(program: string, profile: string): number[] {
  try {
    const ids = execFileSync('pgrep', ['-f', `^${program} `], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
    return ids.filter((id) => environmentOf(id).includes(`WHYCORS_LAB_PROFILE=${profile}`));
  } catch {
    return [];
  }
}

function environmentOf(id: number): string {
  try {
    return execFileSync('cat', [`/proc/${id}/environ`], {
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}

function version(): string {
  const args = ['-W', '-f=${Version}', 'webkit2gtk-driver'];
  return `WebKitGTK ${execFileSync('dpkg-query', args, { encoding: 'utf8' })}`;
}
