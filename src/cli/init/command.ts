import { stringify } from 'yaml';
import { isOpenApi, readOpenApi } from '../../inputs/openapi/read.js';
import { readOrigin } from '../../inputs/index.js';
import { CallPairer, HarScanner, readEntry, type HarCall } from '../../inputs/har/index.js';
import { parseUrl } from '../../protocol/index.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { readSource } from '../read-source.js';

export interface InitOptions {
  readonly origin?: readonly string[];
  readonly server?: string;
}

/** A check of a contract as it is written. */
interface Draft {
  readonly name?: string;
  readonly url: string;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly credentials: boolean;
}

const HEAD = `# yaml-language-server: $schema=https://whycors.dev/schema/1/contract.schema.json
# Who may call what: held against the API by whycors check.
`;

/** `whycors init FILE`: a contract from an OpenAPI document or a HAR file, on standard output. */
export async function initCommand(file: string, options: InitOptions, io: Io): Promise<number> {
  const source = await readSource(file, io);
  const drafts = isOpenApi(source.text)
    ? fromOpenApi(source.text, source.file, options)
    : fromHar(source.text, source.file);
  await io.out(HEAD + stringify(contractOf(drafts), { lineWidth: 0 }));
  return EXIT.allowed;
}

function fromOpenApi(text: string, file: string, options: InitOptions): readonly Draft[] {
  const { value, problems } = readOpenApi(text);
  if (value === null)
    throw new UsageError(problems.map(({ message }) => `${file}: ${message}`).join('\n'));
  const origins = (options.origin ?? []).map((typed) => {
    const { origin, problems: wrong } = readOrigin(typed);
    if (origin === null) throw new UsageError(wrong.map((each) => each.message).join('\n'));
    return origin;
  });
  if (origins.length === 0)
    throw new UsageError(
      '--origin: an OpenAPI document does not say which pages call: name them, as --origin https://app.example.com.',
    );
  return value.map(({ method, url, headers, credentials, name }) => {
    const whole = parseUrl(url) === null ? serverUrl(options.server, url) : url;
    return {
      name: name ?? `${method} ${url}`,
      url: whole,
      origins,
      methods: [method],
      headers,
      credentials,
    };
  });
}

function serverUrl(server: string | undefined, path: string): string {
  const base = server === undefined ? null : parseUrl(server);
  if (base === null)
    throw new UsageError(
      '--server: the document names no server with a host: give one, as --server https://api.example.com.',
    );
  return server!.replace(/\/$/, '') + path;
}

/** What the page called and was let read, each once. */
function fromHar(text: string, file: string): readonly Draft[] {
  const scanner = new HarScanner();
  const pairer = new CallPairer();
  const calls: HarCall[] = [];
  for (const { json } of scanner.push(Buffer.from(text))) {
    const entry = readEntry(json);
    if (entry !== null) calls.push(...pairer.push(entry));
  }
  calls.push(...pairer.end());
  if (!scanner.end().found)
    throw new UsageError(
      `${file}: this is neither an OpenAPI 3 document nor a HAR file; a contract can be written from these.`,
    );
  const drafts = new Map<string, Draft>();
  for (const { entry, origin, headers, credentials } of calls) {
    if (entry.status === 0) continue;
    const url = parseUrl(entry.url);
    if (url === null) continue;
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
    throw new UsageError(`${file}: there is no request to another origin in it that was answered.`);
  return [...drafts.values()];
}

function contractOf(drafts: readonly Draft[]): object {
  return {
    version: 1,
    checks: drafts.map(({ name, url, origins, methods, headers, credentials }) => ({
      ...(name === undefined ? {} : { name }),
      url,
      origins,
      methods,
      ...(headers.length === 0 ? {} : { headers }),
      ...(credentials ? { credentials: 'include' } : {}),
    })),
  };
}
