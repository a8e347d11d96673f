import { spawn } from 'node:child_process';
import pc from 'picocolors';
import { ENDPOINTS } from './endpoints.js';
import type { Endpoint } from './endpoint.js';
import { startShop } from './shop.js';

/** Paths that the tour shows in full; the rest is a table. */
const SHOWN: ReadonlySet<string> = new Set(['/wildcard', '/headers', '/error-page', '/orders']);

export interface TourOptions {
  /** The built command. */
  readonly command: string;
  /** End after the tour instead of leaving the shop open. */
  readonly once: boolean;
}

/** The demo: a running shop, a tour of it through the real command. @returns the exit code */
export async function runDemo({ command, once }: TourOptions): Promise<number> {
  const shop = await startShop();
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    const end = (): void => {
      stop.abort();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  });
  const { signal } = stop;
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  print(
    `The broken shop listens at ${pc.bold(shop.origin)}: an API with one CORS fault an endpoint.\n`,
  );
  const tour = async (): Promise<void> => {
    for (const endpoint of ENDPOINTS.filter(({ path }) => SHOWN.has(path))) {
      if (signal.aborted) return;
      print(
        `${pc.bold(`── ${endpoint.title}`)}\n${pc.dim('$')} ${commandLine(endpoint, shop.origin)}\n`,
      );
      const { text } = await ask(command, endpoint, shop.origin, [], signal);
      if (!signal.aborted) print(text);
    }
    if (signal.aborted) return;
    print(pc.bold('── All endpoints'));
    for (const endpoint of ENDPOINTS) {
      const { text } = await ask(command, endpoint, shop.origin, ['--json'], signal);
      if (signal.aborted) return;
      print(tableRow(endpoint, text));
    }
  };
  await tour();
  if (!once && !signal.aborted) {
    print(
      `\nThe shop stays open at ${pc.bold(shop.origin)} until you press Ctrl-C. Try, for example:\n`,
    );
    for (const endpoint of ENDPOINTS.slice(3, 8)) print(`  ${commandLine(endpoint, shop.origin)}`);
    await stopped;
  }
  await shop.close();
  return 0;
}

function commandLine({ path, args }: Endpoint, origin: string): string {
  const quoted = args.map((word) => (/^[\w./:=-]+$/.test(word) ? word : `'${word}'`));
  return ['npx whycors', origin + path, ...quoted].join(' ');
}

function tableRow({ path, title }: Endpoint, text: string): string {
  const { verdict, causes } = JSON.parse(text) as {
    verdict: string;
    causes: { rule: string; title: string }[];
  };
  const mark = verdict === 'blocked' ? pc.red('refused') : pc.green('allowed');
  const cause = causes[0] ? `${causes[0].title} ${pc.dim(`(${causes[0].rule})`)}` : title;
  return `  ${mark}  ${path.padEnd(12)}  ${cause}`;
}

function ask(
  command: string,
  endpoint: Endpoint,
  origin: string,
  more: readonly string[],
  signal: AbortSignal,
): Promise<{ text: string }> {
  return new Promise((resolve, reject) => {
    const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const child = spawn(
      process.execPath,
      [command, origin + endpoint.path, ...endpoint.args, ...more],
      { env: { ...process.env, ...colour }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    // Ctrl-C in the middle: no more is to be told, and nothing is left running.
    const kill = (): void => void child.kill();
    signal.addEventListener('abort', kill);
    child.once('error', reject);
    child.once('close', () => {
      signal.removeEventListener('abort', kill);
      resolve({ text });
    });
  });
}
