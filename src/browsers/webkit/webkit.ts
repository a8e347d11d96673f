import { execFileSync, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserOptions, ConsoleLine } from '../browser.js';
import { browserEnvironment, start, stop } from '../process.js';
import { consoleText } from './console.js';
import { processesOf, PROFILE_VARIABLE, runs } from './processes.js';

/** Milliseconds for MiniBrowser to write out its console and end. */
const PATIENCE = 6_000;

/** WebKitGTK's MiniBrowser under a virtual display. Its console goes to its standard error, whole only at its end. */
export async function startWebkit(options: BrowserOptions): Promise<Browser> {
  const { signal } = options;
  await mkdir(join(options.profile, 'run'), { recursive: true, mode: 0o700 });
  const lines: ConsoleLine[] = [];
  let running: MiniBrowser | null = null;
  const end = async (): Promise<void> => {
    const ending = running;
    running = null;
    if (ending !== null) lines.push(...(await ending.end()));
  };
  return {
    engine: 'webkit',
    version: version(),
    lines,
    corsErrors: [],
    // MiniBrowser takes its page from the command line only, so each page is a new browser.
    open: async (url) => {
      await end();
      running = new MiniBrowser(url, options);
      const stopped = running;
      // Killed at once it would leave its display behind.
      signal?.addEventListener('abort', () => void stopped.end(), { once: true });
    },
    ended: () => running?.closed ?? Promise.resolve(),
    close: end,
  };
}

class MiniBrowser {
  readonly #options: BrowserOptions;
  readonly #child: ChildProcess;
  /** Resolves when it has ended, by itself or not. */
  readonly closed: Promise<void>;
  #text = '';
  #ending: Promise<ConsoleLine[]> | null = null;

  constructor(url: string, options: BrowserOptions) {
    const { program, insecure } = options;
    this.#options = options;
    const args = [
      '-a',
      '-s',
      '-screen 0 1280x1024x24 -noreset',
      'dbus-run-session',
      '--',
      program,
      '--geometry=800x600',
      ...(insecure === true ? ['--ignore-tls-errors'] : []),
      '--enable-write-console-messages-to-stdout=true',
      url,
    ];
    const child = start('xvfb-run', args, ['ignore', 'pipe', 'pipe'], environment(options));
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.#text += chunk));
    }
    this.closed = new Promise((resolve) => {
      child.once('close', () => resolve());
    });
  }

  /** Ends it; gives what its console showed. */
  end(): Promise<ConsoleLine[]> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<ConsoleLine[]> {
    const { program, profile } = this.#options;
    const told = new Set<number>();
    const latest = Date.now() + PATIENCE;
    for (let left = processesOf(profile); left.length > 0 && Date.now() < latest;) {
      // The console is flushed when the browser itself gets SIGTERM, not its wrappers,
      // which end with it. The display ends last and takes its lock file away.
      // Where that takes too long each is told by itself: one that is killed leaves files.
      const late = Date.now() > latest - PATIENCE / 2;
      for (const id of left.filter((one) => !told.has(one) && (late || runs(one, program)))) {
        told.add(id);
        terminate(id);
      }
      await delay(20);
      left = processesOf(profile);
    }
    await stop(this.#child);
    await Promise.race([this.closed, delay(PATIENCE, undefined, { ref: false })]);
    return this.#text.split('\n').flatMap((line) => {
      const text = consoleText(line);
      return text === null ? [] : [{ text, fromPage: true }];
    });
  }
}

function terminate(id: number): void {
  try {
    process.kill(id, 'SIGTERM');
  } catch {
    // Gone already.
  }
}

function environment({ env, profile }: BrowserOptions): Record<string, string | undefined> {
  return {
    ...browserEnvironment(env, profile),
    HOME: profile,
    XDG_RUNTIME_DIR: join(profile, 'run'),
    XDG_CACHE_HOME: join(profile, 'cache'),
    XDG_DATA_HOME: join(profile, 'data'),
    XDG_CONFIG_HOME: join(profile, 'config'),
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    GIO_USE_PROXY_RESOLVER: 'dummy',
    [PROFILE_VARIABLE]: profile,
  };
}

/** MiniBrowser does not tell its version; Debian's package does. */
function version(): string {
  try {
    const args = ['-W', '-f=${Version}', 'webkit2gtk-driver'];
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return `WebKitGTK ${execFileSync('dpkg-query', args, { encoding: 'utf8', stdio }).split('-')[0]}`;
  } catch {
    return 'WebKitGTK';
  }
}
