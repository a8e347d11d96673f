import type { CorsPolicy } from '../../policy/index.js';
import { isCorsSafelistedMethod, parseUrl } from '../../protocol/index.js';
import { readAws, resourcesOf } from '../support/cloudformation/template.js';
import { removeEntry, setAt, type YamlEdit } from '../support/yaml/edit.js';
import type { Emission, Place, Source } from '../target.js';
import {
  cloudFrontOf,
  distributionFor,
  methodsFor,
  type Behavior,
  type CloudFront,
  type Distribution,
  type HeadersPolicy,
} from './config.js';
import { METHODS } from './cors.js';
import { obstacles } from './obstacles.js';
import { behaviorsAt } from './paths.js';
import { cannotSay, corsJson, says } from './policy.js';

interface Step {
  readonly where: string;
  readonly edit: YamlEdit | null;
}

/** The response headers policy of the cache behaviors that answer at the place; a new one where they have none. */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const config = cloudFrontOf(readAws(existing).root);
  const hostname = parseUrl(place.origin)?.hostname ?? '';
  const distribution = config === null ? null : distributionFor(config, hostname);
  const reasons = [
    ...cannotSay(policy),
    ...obstacles(policy, config, distribution, place, existing),
  ];
  if (reasons.length > 0 || config === null || distribution === null)
    return { kind: 'cannot', reasons };
  const behaviors = behaviorsAt(distribution, place.path);
  const methods = behaviors.flatMap((each) => methodSteps(policy, existing.text, each));
  const steps = [
    ...methods,
    ...policySteps(policy, existing.text, config, distribution, behaviors),
  ];
  const changes = steps.flatMap(({ where, edit }) => (edit === null ? [] : [{ where, ...edit }]));
  return {
    kind: 'change',
    changes,
    reload: reloadOf(behaviors, existing),
    notes: changes.length === 0 ? [] : notesOf(policy, methods.length > 0),
  };
}

function notesOf({ origins }: CorsPolicy, widened: boolean): readonly string[] {
  if (origins.length === 0) return [];
  return [
    'CloudFront does not answer preflights by itself: the origin has to answer OPTIONS with 200 or 204, and the check takes it that it does. Browsers refuse a 403 or 405, whatever its headers.',
    ...(widened
      ? [
          'More methods are passed on to the origin than before: CloudFront knows GET and HEAD, these with OPTIONS, or all.',
        ]
      : []),
    ...(origins.some(({ kind }) => kind === 'subdomains')
      ? [
          'For how many labels the "*" of CloudFront stands is not documented: try a name of two labels.',
        ]
      : []),
  ];
}

/** AllowedMethods with the methods of the policy and OPTIONS, where they are not there yet. */
function methodSteps(policy: CorsPolicy, text: string, behavior: Behavior): readonly Step[] {
  const { node, methods, name } = behavior;
  if (node === null || methods === null || policy.origins.length === 0) return [];
  const listed = policy.methods === '*' ? METHODS : policy.methods;
  const wanted = listed.filter((method) => !isCorsSafelistedMethod(method) || method === 'POST');
  const needed =
    wanted.length > 0 || policy.requestHeaders.length > 0 ? ['OPTIONS', ...wanted] : [];
  if (needed.every((method) => methods.includes(method))) return [];
  const all = methodsFor([...methods, ...needed]);
  return [{ where: `AllowedMethods of ${name}`, edit: setAt(text, node, ['AllowedMethods'], all) }];
}

function policySteps(
  policy: CorsPolicy,
  text: string,
  config: CloudFront,
  distribution: Distribution,
  behaviors: readonly Behavior[],
): readonly Step[] {
  const nobody = policy.origins.length === 0;
  const wrong = behaviors.filter(({ cors }) => !says(cors, policy));
  const own = new Set(
    wrong.flatMap(({ attached }) => (attached.kind === 'own' ? [attached.policy] : [])),
  );
  const steps: Step[] = [...own].map((each) => ownStep(policy, text, each));
  const bare = wrong.filter(({ attached }) => attached.kind !== 'own');
  if (bare.length === 0) return steps;
  const id = freeId(config);
  for (const { node, name } of bare) {
    if (node === null) continue;
    steps.push({
      where: `ResponseHeadersPolicyId of ${name}`,
      edit: nobody
        ? removeEntry(text, node, 'ResponseHeadersPolicyId')
        : setAt(text, node, ['ResponseHeadersPolicyId'], { Ref: id }),
    });
  }
  if (!nobody)
    steps.push({
      where: 'Resources, a new response headers policy',
      edit: setAt(text, config.root, ['Resources', id], {
        Type: 'AWS::CloudFront::ResponseHeadersPolicy',
        Properties: {
          ResponseHeadersPolicyConfig: {
            Name: `${distribution.id}-cors`,
            CorsConfig: corsJson(policy, false),
          },
        },
      }),
    });
  return steps;
}

function ownStep(
  policy: CorsPolicy,
  text: string,
  { name, config, deployed }: HeadersPolicy,
): Step {
  return {
    where: `CorsConfig of ${name}`,
    edit:
      policy.origins.length === 0
        ? removeEntry(text, config, 'CorsConfig')
        : setAt(text, config, ['CorsConfig'], corsJson(policy, deployed !== null)),
  };
}

function freeId({ root }: CloudFront): string {
  const taken = new Set(resourcesOf(root).map(({ id }) => id));
  for (let count = 1; ; count++) {
    const id = count === 1 ? 'CorsHeaders' : `CorsHeaders${count}`;
    if (!taken.has(id)) return id;
  }
}

function reloadOf(behaviors: readonly Behavior[], { file }: Source): string {
  const [first] = behaviors;
  const deployed = first?.attached.kind === 'own' ? first.attached.policy.deployed : null;
  return deployed === null
    ? `aws cloudformation deploy --template-file ${file} --stack-name NAME`
    : `aws cloudfront update-response-headers-policy --id ${deployed.id} --if-match ${deployed.etag} --response-headers-policy-config file://…, with what ResponseHeadersPolicyConfig holds.`;
}
