import {
  allowedTrials,
  refusedTrials,
  validatePolicy,
  type CorsPolicy,
  type Trial,
} from '../../policy/index.js';
import { policyFaultText, policyWords } from '../../reporters/wording/policy.js';
import { escapeControls } from '../../reporters/index.js';
import { positionAt, type Source } from '../../targets/index.js';
import { UsageError, type Io } from '../io.js';
import { contextOf, OPTION_OF, placeOf, policyOf, toldPolicy } from '../policy/options.js';
import { placeOfRoute } from '../policy/translate.js';
import { fileTargetNamed, targetOf } from '../targets.js';
import type { InitOptions } from './command.js';
import type { Draft } from './draft.js';

/** Whether options tell a policy. */
export function isPolicy(options: InitOptions): boolean {
  return toldPolicy(options) !== null;
}

/**
 * What a policy allows, and what is next door to it and denied.
 * @throws UsageError for a policy that is wrong
 */
export function fromPolicy(options: InitOptions, io: Io): readonly Draft[] {
  if (options.server === undefined)
    throw new UsageError('--server: where the policy holds: --server https://api.example.com/v1.');
  const { value, problems } = policyOf(options);
  if (value === null)
    throw new UsageError(
      problems.map((fault) => `${OPTION_OF[fault.about]}: ${policyFaultText(fault)}`).join('\n'),
    );
  const place = placeOf({ url: options.server });
  for (const { severity, ...problem } of validatePolicy(value, contextOf(place))) {
    const { what, remedy } = policyWords({ severity, ...problem });
    if (severity === 'error') throw new UsageError(`${what} ${remedy}`);
    io.err(`whycors: ${escapeControls(`${what} ${remedy}`)}\n`);
  }
  return draftsOf(value, options.server);
}

/**
 * The same for each place of a server's configuration.
 * @throws UsageError where there is no policy in it
 */
export function fromConfiguration(source: Source, options: InitOptions, io: Io): readonly Draft[] {
  const target =
    options.target === undefined ? targetOf(source) : fileTargetNamed(options.target, '--target');
  const routes = target?.read(source).value?.routes ?? [];
  const base = placeOf(options.server === undefined ? {} : { url: options.server });
  const drafts = routes.flatMap((route) => {
    const { line } = positionAt(source.text, route.span.start);
    const { place, lost } = placeOfRoute(route, base);
    if (route.policy === null) return [];
    for (const each of lost) io.err(`whycors: ${source.file}:${line}: ${escapeControls(each)}\n`);
    return draftsOf(route.policy, place.origin + place.path);
  });
  if (drafts.length === 0)
    throw new UsageError(
      `${source.file}: nothing in it says a policy of CORS that a contract could hold it to.`,
    );
  return drafts;
}

function draftsOf(policy: CorsPolicy, url: string): readonly Draft[] {
  return [
    ...allowedTrials(policy, url).map((trial) => draftOf(trial, 'allow', policy)),
    ...refusedTrials(policy, url).map((trial) => draftOf(trial, 'deny', policy)),
  ];
}

function draftOf(
  { about, origin, request }: Trial,
  expect: 'allow' | 'deny',
  { maxAge, exposedHeaders }: CorsPolicy,
): Draft {
  return {
    name: about,
    url: request.url,
    origins: [origin],
    methods: [request.method],
    headers: request.headers.map(([name]) => name),
    credentials: request.credentials === 'include',
    expect,
    ...(expect === 'deny' ? {} : { maxAge, exposed: exposedHeaders === '*' ? [] : exposedHeaders }),
  };
}
