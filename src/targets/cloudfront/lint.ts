import { readAllowedOrigin } from '../../policy/index.js';
import { isCorsSafelistedMethod } from '../../protocol/index.js';
import { nodeAt, spanOf } from '../support/yaml/read.js';
import type { ConfigProblem, Span } from '../target.js';
import type { Behavior, CloudFront, CustomHeader } from './config.js';
import { METHODS, methodsOf, type CloudFrontCors, type Entry } from './cors.js';
import { readEntry } from './origin.js';

/** What is wrong with CORS in policies and in the cache behaviors that use them. */
export function lint({ policies, distributions }: CloudFront): readonly ConfigProblem[] {
  return [
    ...policies.flatMap(({ cors }) => (cors === null ? [] : corsProblems(cors))),
    ...policies.flatMap(({ custom }) => custom).map(customProblem),
    ...distributions.flatMap(({ behaviors }) => behaviors).flatMap(behaviorProblems),
  ];
}

function problem(
  rule: string,
  severity: ConfigProblem['severity'],
  span: Span,
  message: string,
): ConfigProblem {
  return { rule, severity, span, message };
}

function corsProblems(cors: CloudFrontCors): readonly ConfigProblem[] {
  const known: readonly string[] = [...METHODS, 'ALL'];
  return [
    ...cors.origins.flatMap(originProblems),
    ...cors.methods
      .filter(({ text }) => !known.includes(text))
      .map(({ text, span }) =>
        problem(
          'method-not-taken',
          'error',
          span,
          `CloudFront does not take ${text}: ${known.join(', ')} only.`,
        ),
      ),
    ...(cors.override
      ? []
      : [
          problem(
            'origin-goes-first',
            'warning',
            cors.overrideSpan,
            'Without OriginOverride nothing of this is sent where the origin sends any CORS header of its own. Set it to true if this is to hold.',
          ),
        ]),
    ...cors.unknown.map((node) =>
      problem(
        'deployed-value-not-known',
        'note',
        spanOf(node),
        'This value is known only when the template is deployed: nothing is said of it here, and the simulation does without it.',
      ),
    ),
  ];
}

function customProblem({ name, span }: CustomHeader): ConfigProblem {
  return problem(
    'cors-header-for-everybody',
    'warning',
    span,
    `${name} is sent with every answer, whatever its origin. Put it into CorsConfig.`,
  );
}

function originProblems({ text, span }: Entry): readonly ConfigProblem[] {
  if (text === '*') return [];
  const entry = readEntry(text);
  const { value, repaired } = readAllowedOrigin(text);
  if (entry === null) {
    const meant = repaired?.kind === 'exact' ? ` Write ${repaired.origin}.` : '';
    const why = text.includes('*')
      ? 'the "*" may stand before the first dot of a host only, or for a port'
      : 'it is no origin that a browser sends';
    const rule = text.includes('*') ? 'origin-pattern' : 'allow-origin-not-valid';
    return [problem(rule, 'error', span, `"${text}": ${why}.${meant}`)];
  }
  if (entry.scheme === null)
    return [
      problem(
        'origin-without-scheme',
        'warning',
        span,
        `"${text}" takes http as well as https. Write https://${text} if that is meant.`,
      ),
    ];
  if (value === null && repaired?.kind === 'exact')
    return [
      problem(
        'allow-origin-not-valid',
        'error',
        span,
        `"${text}" is no origin that a browser sends. Write ${repaired.origin}.`,
      ),
    ];
  return [];
}

function behaviorProblems({ node, cors, methods, name }: Behavior): readonly ConfigProblem[] {
  if (node === null || cors === null || methods === null) return [];
  const wanted = methodsOf(cors).filter((method) => !isCorsSafelistedMethod(method));
  const asks =
    wanted.some((method) => method !== 'OPTIONS') ||
    cors.headers.some(({ text }) => text.toLowerCase() !== 'accept');
  const at = spanOf(nodeAt(node, 'AllowedMethods') ?? nodeAt(node, 'ResponseHeadersPolicyId'));
  if (asks && !methods.includes('OPTIONS'))
    return [
      problem(
        'options-not-allowed',
        'error',
        at,
        `AllowedMethods of ${name} does not have OPTIONS, so that CloudFront refuses preflights with 403. Allow ${wanted.length === 0 ? 'GET, HEAD and OPTIONS' : 'all methods'}.`,
      ),
    ];
  // A list for all methods is often written where fewer are meant.
  const missing =
    methodsOf(cors).length === METHODS.length
      ? []
      : wanted.filter((each) => !methods.includes(each));
  return missing.length === 0
    ? []
    : [
        problem(
          'method-not-allowed',
          'error',
          at,
          `The policy allows ${missing.join(', ')}, and AllowedMethods of ${name} does not: CloudFront refuses them with 403. Allow all methods.`,
        ),
      ];
}
