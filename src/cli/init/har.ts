import { parseUrl } from '../../protocol/index.js';
import { decodeText } from '../decode.js';
import { HarFile } from '../har/calls.js';
import { chunksOf } from '../har/chunks.js';
import { UsageError, type Io } from '../io.js';
import type { Draft } from './draft.js';

/** Bytes that tell what a file is. */
const HEAD = 4096;

/** Whether a file, or standard input for `-`, looks like a HAR file. */
export async function isHar(file: string, io: Io): Promise<boolean> {
  return /^\s*\{\s*"log"\s*:/.test(
    decodeText((await headOf(file, io)).subarray(0, HEAD)).text ?? '',
  );
}

/** The first bytes of a file, or of standard input, which stay there to be read. */
export async function headOf(file: string, io: Io): Promise<Uint8Array> {
  if (file === '-') return io.peek();
  for await (const chunk of chunksOf(file)) return chunk;
  return new Uint8Array();
}

/** What the page called and was let read, each once; and whether the file was damaged. */
export async function fromHar(
  file: string,
  io: Io,
): Promise<{ readonly drafts: readonly Draft[]; readonly damaged: boolean }> {
  const har = new HarFile(file);
  const drafts = new Map<string, Draft>();
  for await (const { entry, origin, headers, credentials } of har.calls(io)) {
    const url = parseUrl(entry.url);
    if (entry.status === 0 || url === null) continue;
    const draft: Draft = {
      url: url.origin + url.pathname,
      origins: [origin],
      methods: [entry.method],
      headers: headers.map(([name]) => name.toLowerCase()).toSorted(),
      credentials: credentials === 'include',
    };
    drafts.set(JSON.stringify(draft), draft);
  }
  if (drafts.size === 0)
    throw new UsageError(
      `${har.name}: there is no request to another origin in it that was answered.`,
    );
  return { drafts: [...drafts.values()], damaged: har.damaged };
}
