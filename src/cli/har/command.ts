import { createLiveDriver } from '../../drivers/live/index.js';
import type { EngineName } from '../../engines/index.js';
import { createMasker, createStyle, stringifyJson } from '../../reporters/index.js';
import { harJson, harText, type HarReport } from '../../reporters/har/index.js';
import { Asker } from '../../live/asker.js';
import { engineNamed } from '../diagnose/engines.js';
import { runSession } from '../../live/session.js';
import { EXIT } from '../exit-codes.js';
import type { Io } from '../io.js';
import { HarFile } from './calls.js';
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
  const har = new HarFile(file);
  let engine: EngineName | null = options.engine === undefined ? null : engineNamed(options.engine);
  for await (const call of har.calls(io)) {
    engine ??= engineOf(har.head);
    groups.add(await judge(call, engine));
  }
  engine ??= engineOf(har.head);
  const live = options.live === true ? await askLive(groups, engine, io) : new Map();
  const report: HarReport = {
    file: har.name,
    engine,
    writtenBy: writer(har.head),
    entries: har.entries,
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
  if (har.damaged) return EXIT.usage;
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
