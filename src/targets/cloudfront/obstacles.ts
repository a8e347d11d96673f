import type { CorsPolicy } from '../../policy/index.js';
import { positionAt } from '../support/position.js';
import { spanOf } from '../support/yaml/read.js';
import type { Place, Source } from '../target.js';
import type { Attached, Behavior, CloudFront, Distribution } from './config.js';
import { behaviorsAt, isInside, prefixOf } from './paths.js';
import { says } from './policy.js';

/** Why a policy cannot be put at a place of a configuration, a sentence each. */
export function obstacles(
  policy: CorsPolicy,
  config: CloudFront | null,
  distribution: Distribution | null,
  { origin, path }: Place,
  source: Source,
): readonly string[] {
  if (config === null)
    return [`${source.file} has no distribution and no response headers policy of CloudFront.`];
  const [only, ...more] = config.distributions;
  if (distribution === null && more.length === 0)
    return [
      `The distribution ${only?.id} of ${source.file} is for ${only?.hosts.join(', ')}, and not for ${origin}.`,
    ];
  if (distribution === null) {
    const names = config.distributions.map(({ id }) => id).join(', ');
    return [
      `${source.file} has several ${config.distributions[0]?.behaviors[0]?.node === null ? 'policies' : 'distributions'} (${names}), and nothing in it says which one is for ${origin}: keep the others in a file of their own, or put the policy by hand.`,
    ];
  }
  const behaviors = behaviorsAt(distribution, path);
  const wide = behaviors.find((each) => !isInside(each, path));
  if (wide !== undefined) return [tooWide(wide, path)];
  return behaviors
    .filter(({ cors, attached }) => !says(cors, policy) || sendsAlways(attached))
    .flatMap((each) => unfit(each, behaviors, config, policy, source));
}

function tooWide(behavior: Behavior, path: string): string {
  const prefix = prefixOf(behavior);
  const meant =
    behavior.pattern === null || prefix === null ? '' : `, or ask for all of it (--path ${prefix})`;
  return behavior.node === null
    ? `A response headers policy holds for all of a cache behavior, and not for ${path} alone.`
    : `${capital(behavior.name)} answers more than ${path}, and its headers hold for all of that: give ${path.replace(/\/?$/, '/*')} a cache behavior of its own first${meant}.`;
}

function unfit(
  behavior: Behavior,
  here: readonly Behavior[],
  { distributions }: CloudFront,
  policy: CorsPolicy,
  { file, text }: Source,
): readonly string[] {
  const { attached, name } = behavior;
  switch (attached.kind) {
    case 'none':
      return [];
    case 'unknown':
      return [
        `${capital(name)} has a response headers policy that is not in this file: change that one (aws cloudfront get-response-headers-policy).`,
      ];
    case 'managed':
      // Of a managed policy with security headers only, there is nothing to take away.
      if (!attached.managed.security || (policy.origins.length === 0 && behavior.cors === null))
        return [];
      return [
        `${capital(name)} has the managed policy ${attached.managed.name}, whose security headers would be lost, as a behavior takes one policy only: make one of your own with those headers first.`,
      ];
    case 'own': {
      const others = distributions
        .flatMap(({ behaviors }) => behaviors)
        .filter((each) => !here.includes(each))
        .find((each) => each.attached.kind === 'own' && each.attached.policy === attached.policy);
      const [unknown] = attached.policy.cors?.unknown ?? [];
      return [
        ...(others === undefined
          ? []
          : [
              `${attached.policy.name} is the policy of ${others.name}, too: give ${name} one of its own first.`,
            ]),
        ...(sendsAlways(attached)
          ? [
              `CustomHeadersConfig of ${attached.policy.name} sends Access-Control-* headers with every answer, whatever its origin: take them out first.`,
            ]
          : []),
        ...(unknown === undefined
          ? []
          : [
              `Line ${positionAt(text, spanOf(unknown).start).line} of ${file}: a value of CorsConfig is known only when it is deployed, so that nothing can be said of who is allowed already: write the value out first, or put the origin there by hand.`,
            ]),
      ];
    }
  }
}

function sendsAlways(attached: Attached): boolean {
  return attached.kind === 'own' && attached.policy.custom.length > 0;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
