import { isMap, type YAMLMap } from 'yaml';
import { isEquivalent, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { readAws } from '../support/cloudformation/template.js';
import { removeEntry, setAt, type YamlEdit } from '../support/yaml/edit.js';
import { nodeAt } from '../support/yaml/read.js';
import { positionAt } from '../support/position.js';
import { spanOf } from '../support/yaml/read.js';
import type { Emission, Place, Source } from '../target.js';
import { apiFor, apisOf, type Api, type HttpApi } from './config.js';
import { cannotSay, corsJson, policyOf } from './cors.js';
import { routeFor, routeKey } from './routes.js';

/** The CORS configuration of the HTTP API that answers at the place. */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const { root } = readAws(existing);
  const apis = apisOf(root);
  const hostname = parseUrl(place.origin)?.hostname ?? '';
  const api = apiFor(apis, hostname);
  const reasons = [...cannotSay(policy), ...unfit(api, apis, place, existing)];
  if (reasons.length > 0 || api === null || api.kind === 'rest') return { kind: 'cannot', reasons };
  const said = api.cors === null ? null : policyOf(api.cors);
  const nobody = policy.origins.length === 0;
  const same = nobody ? api.cors === null : said !== null && isEquivalent(said, policy);
  const edit = same ? null : editFor(policy, existing.text, api);
  return {
    kind: 'change',
    changes: edit === null ? [] : [{ where: whereOf(api), ...edit }],
    reload: reloadOf(policy, api, existing),
    notes: edit === null || nobody ? [] : NOTES,
  };
}

const NOTES = [
  'With a CORS configuration API Gateway takes away the Access-Control-* headers of the service behind it, and answers preflights by itself.',
  'Whether it sends Vary: Origin is not documented: put Origin into the cache key of what is in front of it.',
];

function editFor(policy: CorsPolicy, text: string, { place, camel }: HttpApi): YamlEdit | null {
  const { root, path } = place;
  if (policy.origins.length > 0) return setAt(text, root, path, corsJson(policy, camel));
  const parent = nodeAt(root, ...path.slice(0, -1));
  return isMap(parent) ? removeEntry(text, parent as YAMLMap, path.at(-1)!) : null;
}

function whereOf({ name, place, source }: HttpApi): string {
  const key = place.path.join('.').replace(/^Properties\./, '');
  return source === 'openapi' ? key : `${key} of ${name}`;
}

function reloadOf(policy: CorsPolicy, { source, name }: HttpApi, { file }: Source): string {
  switch (source) {
    case 'sam':
      return 'sam deploy';
    case 'template':
      return `aws cloudformation deploy --template-file ${file} --stack-name NAME`;
    case 'openapi':
      return `aws apigatewayv2 reimport-api --api-id ID --body file://${file}`;
    case 'output':
      return policy.origins.length === 0
        ? `aws apigatewayv2 delete-cors-configuration --api-id ${name}`
        : `aws apigatewayv2 update-api --api-id ${name} --cors-configuration '${JSON.stringify(corsJson(policy, false))}'`;
  }
}

/** Why the API cannot be given a policy, a sentence each. */
function unfit(
  api: Api | null,
  apis: readonly Api[],
  { origin, path }: Place,
  { file, text }: Source,
): readonly string[] {
  if (apis.length === 0) return [`${file} has no API of API Gateway.`];
  if (api === null)
    return [
      `${file} has several APIs (${apis.map(({ name }) => name).join(', ')}), and nothing in it says which one answers at ${origin}: put its CorsConfiguration by hand, or keep the others in a file of their own.`,
    ];
  const reasons: string[] = [];
  if (path !== '/')
    reasons.push(
      `The CORS configuration holds for all of ${api.name}, and not for ${path} alone: give it an API of its own, or let the service answer by itself.`,
    );
  if (api.kind === 'rest')
    return [
      ...reasons,
      `${api.name} is a REST API: by itself it answers preflights at most, with one origin for everybody, and the headers of all other answers are the service's. Let the service say the policy, with a route for OPTIONS (whycors policy --for node, express, fastapi …), or move to an HTTP API.`,
    ];
  if (api.said.length > 1)
    reasons.push(
      `Globals and ${api.name} both have a CorsConfiguration, and SAM adds their lists together: keep one of them.`,
    );
  const [unknown] = api.cors?.unknown ?? [];
  if (unknown !== undefined)
    reasons.push(
      `Line ${positionAt(text, spanOf(unknown).start).line} of ${file}: a value of the CORS configuration is known only when it is deployed, so that nothing can be said of who is allowed already: write the value out first, or put the origin there by hand.`,
    );
  if (api.definedElsewhere)
    reasons.push(
      `${api.name} has a DefinitionUri, with which SAM refuses a CorsConfiguration: put x-amazon-apigateway-cors into that definition.`,
    );
  const guarded = guardOf(api);
  if (guarded !== null)
    reasons.push(
      `Preflights come to the route ${guarded}, whose authorizer refuses them: add a route "OPTIONS /{proxy+}" without one first.`,
    );
  return reasons;
}

/** The route at which preflights fail for want of a login; null where there is none. */
function guardOf({ routes }: HttpApi): string | null {
  const route = routes === null ? null : routeFor(routes, { method: 'OPTIONS' }, '/whycors');
  return route?.guarded === true ? routeKey(route) : null;
}
