import { stringify } from 'yaml';
import { isOpenApi, isSwagger } from '../../inputs/openapi/read.js';
import { EXIT } from '../exit-codes.js';
import { UsageError, type Io } from '../io.js';
import { readInput } from '../read-source.js';
import { targetOf } from '../targets.js';
import { fromApi } from './api.js';
import type { Draft } from './draft.js';
import { fromHar, isHar } from './har.js';
import { fromConfiguration, fromPolicy, isPolicy } from './policy.js';

export interface InitOptions {
  readonly origin?: readonly string[];
  readonly server?: string;
  readonly method?: readonly string[];
  readonly header?: readonly string[];
  readonly expose?: readonly string[];
  readonly credentials?: boolean;
  readonly maxAge?: string;
  readonly target?: string;
}

const HEAD = `# yaml-language-server: $schema=https://whycors.dev/schema/1/contract.schema.json
# Who may call what: held against the API by whycors check.
`;

/**
 * `whycors init`: a contract on standard output, from an OpenAPI document, a HAR
 * file, a server's configuration, or the policy that options tell.
 */
export async function initCommand(
  file: string | undefined,
  options: InitOptions,
  io: Io,
): Promise<number> {
  const har = file !== undefined && (await isHar(file, io)) ? await fromHar(file, io) : null;
  const drafts = har?.drafts ?? (await draftsOf(file, options, io));
  await io.out(
    HEAD + stringify(contractOf(drafts), { lineWidth: 0, aliasDuplicateObjects: false }),
  );
  return har?.damaged === true ? EXIT.usage : EXIT.allowed;
}

async function draftsOf(
  file: string | undefined,
  options: InitOptions,
  io: Io,
): Promise<readonly Draft[]> {
  if (file === undefined) {
    if (!isPolicy(options))
      throw new UsageError(
        'init: name an OpenAPI document, a HAR file or a configuration, or tell a policy: whycors init --origin https://app.example.com --method PUT --server https://api.example.com.',
      );
    return fromPolicy(options, io);
  }
  const source = await readInput(file, io);
  if (isOpenApi(source.text)) return fromApi(source.text, source.file, options, io);
  if (isSwagger(source.text))
    throw new UsageError(
      `${source.file}: this is Swagger 2.0: convert it to OpenAPI 3 first (swagger2openapi does that).`,
    );
  if (options.target !== undefined || targetOf(source) !== null)
    return fromConfiguration(source, options, io);
  throw new UsageError(
    `${source.file}: this is no OpenAPI 3 document, no HAR file and no configuration that whycors knows; a contract can be written from these.`,
  );
}

function contractOf(drafts: readonly Draft[]): object {
  return {
    version: 1,
    checks: drafts.map((draft) => ({
      ...(draft.name === undefined ? {} : { name: draft.name }),
      url: draft.url,
      origins: draft.origins,
      methods: draft.methods,
      ...(draft.headers.length === 0 ? {} : { headers: draft.headers }),
      ...(draft.credentials ? { credentials: 'include' } : {}),
      ...(draft.expect === 'deny' ? { expect: 'deny' } : {}),
      ...(draft.maxAge == null ? {} : { maxAge: draft.maxAge }),
      ...(draft.exposed === undefined || draft.exposed.length === 0
        ? {}
        : { exposed: draft.exposed }),
    })),
  };
}
