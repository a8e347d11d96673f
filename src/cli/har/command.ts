import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createLiveDriver } from '../../drivers/live/index.js';
import type { EngineName } from '../../engines/index.js';
import { CallPairer, HarScanner, readEntry, type HarEntry } from '../../inputs/har/index.js';
import { createMasker, createStyle, stringifyJson } from '../../reporters/index.js';
import { harJson, harText, type HarReport } from '../../reporters/har/index.js';
import { Asker } from '../diagnose/asker.js';
import { engineNamed } from '../diagnose/engines.js';
import { runSession } from '../diagnose/session.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { CallGroups } from './groups.js';
import { callOf, judge } from './judge.js';

export interface HarOptions {
  readonly engine?: string;
  readonly live?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly showSecrets?: boolean;
}

/** Groups that --live asks about. */
const MOST_LIVE = 50;

/**
 * `whycors har FILE`: every cross-origin request of a HAR file through the
 * protocol, as the browser that recorded it.
 * @returns the exit code: 0 when all are allowed, 1 when any is refused, 2 for a file that cannot be used
 */
export async function harCommand(file: string, options: HarOptions, io: Io): Promise<number> {
  const groups = new CallGroups();
  const pairer = new CallPairer();
  const scanner = new HarScanner();
  let entries = 0;
  let odd = 0;
  let engine: EngineName | null = options.engine === undefined ? null : engineNamed(options.engine);
  const size = file === '-' ? 0 : await sizeOf(file);
  let read = 0;
  const progress = progressOf(io, size);
  for await (const chunk of chunksOf(file)) {
    checkEncoding(chunk, read, file);
    const found = scanner.push(chunk);
    engine ??= engineOf(scanner.end().head);
    for (const { json } of found) {
      entries++;
      const entry: HarEntry | null = readEntry(json);
      if (entry === null) odd++;
      else for (const call of pairer.push(entry)) groups.add(await judge(call, engine));
    }
    read += chunk.length;
    progress(read);
  }
  engine ??= 'chromium';
  for (const call of pairer.end()) groups.add(await judge(call, engine));
  progress(-1);
  const end = scanner.end();
  const name = file === '-' ? '<stdin>' : file;
  if (!end.found)
    throw new UsageError(
      `${name}: this is no HAR file: there is no list log.entries in it. Save one from the browser's network panel.`,
    );
  if (end.cut)
    io.err(
      `whycors: ${name}: the file ends inside of an entry: it was cut. The ${entries} entries before are used.\n`,
    );
  if (odd > 0) io.err(`whycors: ${name}: ${odd} entries cannot be read and are left out.\n`);
  const live = options.live === true ? await askLive(groups, engine, io) : new Map();
  const report: HarReport = {
    file: name,
    engine,
    writtenBy: writer(end.head),
    entries,
    allowed: groups.allowed,
    blocked: groups.blocked,
    unknown: groups.unknown,
    dropped: groups.dropped,
    groups: groups.list().map(({ verdict, count, url, example }) => ({
      verdict,
      count,
      url,
      method: example.call.entry.method,
      origin: example.call.origin,
      error: example.call.entry.error,
      preflightRecorded: example.call.preflight !== null,
      report: example.report,
      live: live.get(example.report) ?? null,
    })),
  };
  const style = createStyle(options.color === false ? false : io.colour, io.columns);
  const masker = createMasker([]);
  await io.out(
    options.json === true
      ? `${stringifyJson(harJson(report, masker), 2)}\n`
      : `${harText(report, masker, style)}\n`,
  );
  if (end.cut) return EXIT.usage;
  return groups.blocked > 0 ? EXIT.blocked : EXIT.allowed;
}

/** Asks the servers about what is refused or not known: GET, HEAD and OPTIONS only. */
async function askLive(
  groups: CallGroups,
  engine: EngineName,
  io: Io,
): Promise<Map<HarReport['groups'][number]['report'], HarReport['groups'][number]['report']>> {
  const found = new Map<
    HarReport['groups'][number]['report'],
    HarReport['groups'][number]['report']
  >();
  for (const { example } of groups.list().slice(0, MOST_LIVE)) {
    const driver = createLiveDriver({ maxTimeMs: 10_000 });
    try {
      if (io.errIsTerminal) io.err(`\r\x1b[Kasking ${example.call.entry.url.slice(0, 60)} …`);
      found.set(
        example.report,
        await runSession(callOf(example.call, engine), new Asker(driver, false)),
      );
    } finally {
      driver.close();
    }
  }
  if (io.errIsTerminal) io.err('\r\x1b[K');
  return found;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new UsageError(`${file}: ${what}.`);
  }
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  const stream =
    file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1_048_576 });
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file}: cannot be read (${code}).`);
  }
}

function checkEncoding(chunk: Buffer, read: number, file: string): void {
  if (read > 0) return;
  const wide = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
  if (wide)
    throw new UsageError(`${file}: it is in UTF-16; a HAR file is in UTF-8. Save it as UTF-8.`);
  if (chunk.subarray(0, 1024).includes(0)) throw new UsageError(`${file}: this is no text.`);
}

/** The browser that wrote the file: its console words are used, and its differences. */
function engineOf(head: string): EngineName {
  const { name } = writerOf(head);
  if (/firefox/i.test(name)) return 'firefox';
  return /webkit web inspector|safari/i.test(name) ? 'webkit' : 'chromium';
}

function writer(head: string): string {
  const { name, version } = writerOf(head);
  return `${name} ${version}`.trim();
}

function writerOf(head: string): { readonly name: string; readonly version: string } {
  const part = /"(?:browser|creator)"\s*:\s*\{([^}]*)\}/.exec(head)?.[1] ?? '';
  const field = (key: string): string =>
    new RegExp(`"${key}"\\s*:\\s*"([^"]*)"`).exec(part)?.[1] ?? '';
  return { name: field('name'), version: field('version') };
}

/** Percent on a terminal's standard error, for files that take a while. */
function progressOf(io: Io, size: number): (read: number) => void {
  if (!io.errIsTerminal || size < 20_000_000) return () => {};
  let shown = -1;
  return (read) => {
    const percent = Math.floor((read / size) * 100);
    if (read === -1) io.err('\r\x1b[K');
    else if (percent !== shown) io.err(`\rreading … ${(shown = percent)} %`);
  };
}
