import {
  casesOf,
  readContract,
  type CaseResult,
  type ContractCase,
} from '../../../contract/index.js';
import { guessTarget, InputError } from '../../../api/targets.js';
import { checkJson, checkReport, checkText } from '../../../reporters/check/index.js';
import { createMasker, createStyle, secretsOf } from '../../../reporters/index.js';
import { positionAt, positionsIn, type Source } from '../../../targets/index.js';
import { runCases } from '../../check/run.js';
import { simulateCases } from '../../check/simulated.js';
import { nearest } from '../../nearest.js';
import { fileTargetNamed } from '../../targets.js';
import { flag, inputSchema, publishedSchema, text } from '../schemas.js';
import { safeDeep, type McpTool } from '../tool.js';

interface Args {
  readonly contract: string;
  readonly environment?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly target?: string;
  readonly send?: boolean;
  readonly insecure?: boolean;
}

/** `check`: holds an API to a contract. */
export function checkTool(readOnly: boolean): McpTool<Args> {
  return {
    name: 'check',
    title: 'Hold an API to a CORS contract',
    description: `Holds an API to a contract of who may call what (the text of a whycors.yaml): every combination of origin, endpoint and method is allowed or refused as it should be. Asks servers with GET, HEAD and OPTIONS only${readOnly ? '' : '; requests with side effects are sent only with send: true'}. With config it asks nobody and simulates that configuration instead.`,
    input: inputSchema(
      {
        contract: text('The text of the contract, YAML: version, checks, environments.'),
        environment: text("One of the contract's environments."),
        variables: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'Variables of the contract.',
        },
        config: text('The text of a configuration that is asked, simulated, instead of servers.'),
        target: text('What the configuration is of, such as nginx. Default: as it shows.'),
        ...(readOnly
          ? {}
          : {
              send: flag(
                'Whether to really send requests with side effects. Set it only when the user asked for that. Default: false.',
              ),
            }),
        insecure: flag('Accept any certificate. Default: false.'),
      },
      ['contract'],
    ),
    output: publishedSchema('check'),
    readOnly,
    asksServers: true,
    run: async (args, signal) => {
      const started = performance.now();
      const source = { file: 'contract', text: args.contract };
      const cases = casesIn(source, args);
      const simulated = args.config !== undefined;
      const report = checkReport({
        file: source.file,
        results: await (simulated ? simulate(cases, args) : ask(cases, args, signal)),
        against: simulated ? 'simulated' : 'asked',
        started: new Date(Date.now() - (performance.now() - started)),
        took: performance.now() - started,
        position: positionsIn(source.text),
      });
      // What a server repeats of the contract's own tokens is masked, too.
      const masker = createMasker(cases.flatMap(({ request }) => secretsOf(request.headers, null)));
      return {
        text: safeDeep(checkText(report, createStyle(false, 100)), masker),
        value: safeDeep(JSON.parse(checkJson(report)) as Record<string, unknown>, masker),
      };
    },
  };
}

function casesIn(source: Source, { environment, variables = {} }: Args): readonly ContractCase[] {
  const { value, problems } = readContract(source, {
    nearest,
    variables: new Map(Object.entries(variables)),
    ...(environment === undefined ? {} : { environment }),
  });
  if (value !== null) return casesOf(value);
  throw new InputError(
    problems.map(({ span, message }) => {
      const { line, column } = positionAt(source.text, span.start);
      return { path: `${source.file}:${line}:${column}`, message };
    }),
  );
}

function ask(
  cases: readonly ContractCase[],
  { send, insecure }: Args,
  signal: AbortSignal,
): Promise<readonly CaseResult[]> {
  return runCases(cases, {
    live: { maxTimeMs: 10_000, insecure: insecure === true, signal },
    perHost: 8,
    retries: 1,
    send: send === true,
    sendOption: 'send: true',
    onResult: () => {},
  });
}

async function simulate(
  cases: readonly ContractCase[],
  { config = '', target: named }: Args,
): Promise<readonly CaseResult[]> {
  const source = { file: 'config', text: config };
  const target = named === undefined ? guessTarget(source) : fileTargetNamed(named, 'target');
  const value = target?.read(source).value ?? null;
  if (value !== null) return simulateCases(cases, value);
  const message =
    target === null
      ? 'it is not clear what this configures: name it with target.'
      : `${target.title} cannot read this.`;
  throw new InputError([{ path: 'config', message }]);
}
