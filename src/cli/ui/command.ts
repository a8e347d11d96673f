import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../server/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { askForPage } from './ask.js';

export interface UiOptions {
  readonly port?: string;
  readonly open?: boolean;
}

/** Where the built page is, seen from the bundle and from the single modules. */
const FOLDERS = ['../web', '../../web'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** `whycors ui`: the page, until it is interrupted. */
export async function uiCommand(options: UiOptions, io: Io): Promise<number> {
  const folder = FOLDERS.find((each) => existsSync(each));
  if (folder === undefined)
    throw new UsageError('ui: the page is not built: run npm run build once.');
  const port = options.port === undefined ? 0 : Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port: "${options.port}" is no port.`);
  const server = await startServer({ folder, ask: askForPage, port }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError(`--port: ${port} cannot be listened on (${error.code}).`);
    },
  );
  await io.out(`${server.url}\n`);
  io.err(
    'Open it in a browser; Ctrl+C ends it. The address holds a secret: keep it to yourself.\n',
  );
  if (options.open !== false && io.outIsTerminal) openBrowser(server.url);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await server.close();
  return EXIT.allowed;
}

/** Opens the user's browser; where there is none, the address stands in the terminal. */
function openBrowser(url: string): void {
  const program = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const child = spawn(program, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
