import { execFileSync, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserOptions, ConsoleLine } from '../browser.js';
import { start, stop } from '../process.js';
import { consoleText } from './console.js';
import { browserProcesses, PROFILE_VARIABLE } from './processes.js';

/** Milliseconds for MiniBrowser to write out its console and end. */
const PATIENCE = 4_000;

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
    close: end,
  };
}

class MiniBrowser {
  readonly #options: BrowserOptions;
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #text = '';
  #ending: Promise<ConsoleLine[]> | null = null;

  constructor(url: string, options: BrowserOptions) {
    const { program, insecure } = options;
    this.#options = options;
    const args = [
      ...['-a', 'dbus-run-session', '--', program, '--geometry=800x600'],
      ...(insecure === true ? ['--ignore-tls-errors'] : []),
      ...['--enable-write-console-messages-to-stdout=true', url],
    ];
    const child = start('xvfb-run', args, ['ignore', 'pipe', 'pipe'], environment(options));
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.#text += chunk));
    }
    this.#closed = new Promise((resolve) => {
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
    // The console is flushed when the browser itself gets SIGTERM, not its wrappers.
    for (const id of browserProcesses(program, profile)) terminate(id);
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
    await Promise.race([this.#closed, patience]);
    await stop(this.#child);
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
    ...env,
    HOME: profile,
    TMPDIR: profile,
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
