import { placeholder, type Check, type Contract } from '../../contract/index.js';
import { readOpenApi, type ApiOperation } from '../../inputs/openapi/read.js';
import { readOrigin } from '../../inputs/index.js';
import { parseUrl } from '../../protocol/index.js';
import type { DiagnoseOptions } from '../diagnose/options.js';
import { UsageError, type Io } from '../io.js';

/** What a document does not tell. */
export interface ApiOptions {
  /** Pages that call. */
  readonly origin?: readonly string[];
  /** Where it names no server with a host. */
  readonly server?: string;
}

/**
 * The operations of an OpenAPI document, with whole URLs, and the pages that are to call them.
 * @throws UsageError for what cannot be used, and for what only options can tell
 */
export function apiOf(
  text: string,
  file: string,
  options: ApiOptions,
  io: Io,
): { readonly operations: readonly ApiOperation[]; readonly origins: readonly string[] } {
  const { value, problems } = readOpenApi(text);
  if (value === null)
    throw new UsageError(problems.map(({ message }) => `${file}: ${message}`).join('\n'));
  for (const { message } of problems) io.err(`whycors: ${file}: ${message}\n`);
  const origins = (options.origin ?? []).map((typed) => {
    const { origin, problems: wrong } = readOrigin(typed);
    if (origin === null) throw new UsageError(wrong.map((each) => each.message).join('\n'));
    return origin;
  });
  if (origins.length === 0)
    throw new UsageError(
      '--origin: an OpenAPI document does not say which pages call: name them, as --origin https://app.example.com.',
    );
  const operations = value.map((operation) => ({
    ...operation,
    url:
      parseUrl(operation.url) === null ? serverUrl(options.server, operation.url) : operation.url,
  }));
  return { operations, origins };
}

function serverUrl(server: string | undefined, path: string): string {
  const base = server === undefined ? null : parseUrl(server);
  if (base === null)
    throw new UsageError(
      '--server: the document names no server with a host: give one, as --server https://api.example.com.',
    );
  return server!.replace(/\/$/, '') + path;
}

/** The contract that all operations may be called from all origins. */
export function contractOfApi(text: string, file: string, options: ApiOptions, io: Io): Contract {
  const { operations, origins } = apiOf(text, file, options, io);
  return {
    checks: operations.map(({ method, url, headers, credentials, name, span }): Check => ({
      name,
      urls: [url],
      origins,
      methods: [method],
      headers: headers.map((each) => [each, placeholder(each)] as const),
      body: null,
      credentials: credentials ? 'include' : 'same-origin',
      mode: 'cors',
      expect: 'allow',
      engines: ['chromium', 'firefox', 'webkit'],
      maxAge: null,
      exposed: [],
      span,
    })),
  };
}

/** A document that was pasted: checked as `whycors check` does a file. */
export async function checkApi(text: string, options: DiagnoseOptions, io: Io): Promise<number> {
  const origin = options.origin === undefined ? [] : [options.origin];
  io.err('whycors: read as an OpenAPI document; each operation is checked.\n');
  const { checkSource } = await import('./command.js');
  return checkSource(
    { file: '<stdin>', text },
    { origin, ...(options.send === true ? { send: true } : {}) },
    io,
  );
}
