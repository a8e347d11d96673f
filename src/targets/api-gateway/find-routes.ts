import type { Node, YAMLMap } from 'yaml';
import { knownText, referred, type Resource } from '../support/cloudformation/template.js';
import { entriesAt, itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import { readRouteKey, type ApiRoute } from './routes.js';

/** The AWS::ApiGatewayV2::Route resources of an API. */
export function templateRoutes(resources: readonly Resource[], api: string): readonly ApiRoute[] {
  return resources.flatMap(({ type, node }) => {
    const properties = nodeAt(node, 'Properties');
    const key = readRouteKey(knownText(properties, 'RouteKey') ?? '');
    if (type !== 'AWS::ApiGatewayV2::Route' || key === null) return [];
    if (referred(nodeAt(properties, 'ApiId')) !== api) return [];
    const authorization = knownText(properties, 'AuthorizationType') ?? 'NONE';
    const at = nodeAt(properties, 'RouteKey');
    return [{ ...key, guarded: authorization !== 'NONE', node, span: spanOf(at) }];
  });
}

/** The routes of an OpenAPI definition. */
export function openApiRoutes(definition: Node | null): readonly ApiRoute[] {
  const all = itemsAt(definition, 'security').length > 0;
  return entriesAt(definition, 'paths').flatMap(({ key: path, value }) =>
    entriesAt(value)
      .filter(({ key }) =>
        /^(?:get|head|post|put|patch|delete|options|x-amazon-apigateway-any-method)$/.test(key),
      )
      .map(({ key, keySpan, value: operation }) => {
        const own = nodeAt(operation, 'security');
        return {
          method: key.startsWith('x-') ? 'ANY' : key.toUpperCase(),
          path: path === '/$default' || path === '$default' ? null : path,
          guarded: own === null ? all : itemsAt(own).length > 0,
          node: operation ?? value!,
          span: keySpan,
        };
      }),
  );
}

/** The events of SAM functions that make routes of an API; of the implicit one where none is given. */
export function samRoutes(
  root: YAMLMap,
  resources: readonly Resource[],
  api: Resource | null,
  kind: 'HttpApi' | 'Api' = 'HttpApi',
): readonly ApiRoute[] {
  const auth = nodeAt(api?.node ?? null, 'Properties', 'Auth');
  const byDefault =
    textAt(auth, 'DefaultAuthorizer') ?? textAt(root, 'Globals', kind, 'Auth', 'DefaultAuthorizer');
  return resources
    .filter(({ type }) => type === 'AWS::Serverless::Function')
    .flatMap(({ node }) => entriesAt(node, 'Properties', 'Events'))
    .flatMap(({ keySpan, value: event }) => {
      const properties = nodeAt(event, 'Properties');
      const owner = nodeAt(properties, kind === 'Api' ? 'RestApiId' : 'ApiId');
      const mine = owner === null ? api === null : referred(owner) === api?.id;
      if (textAt(event, 'Type') !== kind || !mine || event === null) return [];
      const path = knownText(properties, 'Path');
      const method = (knownText(properties, 'Method') ?? 'ANY').toUpperCase();
      const authorizer = textAt(properties, 'Auth', 'Authorizer') ?? byDefault;
      return [
        {
          method: method === 'X-AMAZON-APIGATEWAY-ANY-METHOD' || method === '*' ? 'ANY' : method,
          path: path === '/$default' || path === '$default' ? null : path,
          guarded: authorizer !== null && authorizer !== 'NONE',
          node: event,
          span: keySpan,
        },
      ];
    });
}
