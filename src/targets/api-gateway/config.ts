import { isMap, type Node, type YAMLMap } from 'yaml';
import { parseUrl } from '../../protocol/index.js';
import {
  knownText,
  referred,
  resourcesOf,
  type Resource,
} from '../support/cloudformation/template.js';
import { entriesAt, itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { corsOf, type HttpCors } from './cors.js';
import { openApiRoutes, samRoutes, templateRoutes } from './find-routes.js';
import { restApisOf, type RestApi } from './rest.js';
import type { ApiRoute } from './routes.js';

/** Where an HTTP API's CORS configuration stands, or would. */
export interface CorsPlace {
  readonly root: YAMLMap;
  /** Keys from the root map to the configuration. */
  readonly path: readonly string[];
}

/** One HTTP API. */
export interface HttpApi {
  readonly kind: 'http';
  readonly source: 'template' | 'sam' | 'output' | 'openapi';
  /** As people know it: its logical id, or its id. */
  readonly name: string;
  /** Host names under which it answers, as far as the file has them. */
  readonly hosts: readonly string[];
  readonly cors: HttpCors | null;
  /** All places that have a configuration, the outermost first; the last is its own. */
  readonly said: readonly CorsPlace[];
  /** Where a new one goes. */
  readonly place: CorsPlace;
  /** Whether its fields begin with a small letter. */
  readonly camel: boolean;
  /** Null where the file does not have them. */
  readonly routes: readonly ApiRoute[] | null;
  /** Whether its definition is another file, so that SAM refuses to add CORS. */
  readonly definedElsewhere: boolean;
  readonly span: Span;
}

export type Api = HttpApi | RestApi;

/** All APIs of a file: a template, an OpenAPI definition, or what `aws apigatewayv2 get-api` printed. */
export function apisOf(root: YAMLMap | null): readonly Api[] {
  if (root === null) return [];
  const resources = resourcesOf(root);
  if (resources.length > 0) return templateApis(root, resources);
  if (textAt(root, 'openapi') !== null) {
    const place = { root, path: ['x-amazon-apigateway-cors'] };
    const uses = isAmazon(root);
    const api = httpApi({ source: 'openapi', name: 'the API', places: [place], camel: true, root });
    return uses ? [{ ...api, routes: openApiRoutes(root) }] : [];
  }
  const outputs = [root, ...itemsAt(root, 'Items')].filter((node): node is YAMLMap => isMap(node));
  return outputs
    .filter((node) => textAt(node, 'ProtocolType') === 'HTTP' && textAt(node, 'ApiId') !== null)
    .map((node) => {
      const place = { root: node, path: ['CorsConfiguration'] };
      const name = textAt(node, 'ApiId') ?? '?';
      const host = parseUrl(textAt(node, 'ApiEndpoint') ?? '')?.hostname;
      const api = httpApi({ source: 'output', name, places: [place], camel: false, root: node });
      return { ...api, hosts: host === undefined ? [] : [host] };
    });
}

/** Whether an OpenAPI definition is for API Gateway: of others there is nothing to say. */
function isAmazon(root: Node): boolean {
  const named = (node: Node | null): boolean =>
    entriesAt(node).some(({ key }) => key.startsWith('x-amazon-apigateway-'));
  const operations = entriesAt(root, 'paths').flatMap(({ value }) => entriesAt(value));
  return (
    named(root) || operations.some(({ key, value }) => key.startsWith('x-amazon') || named(value))
  );
}

function httpApi({
  source,
  name,
  places,
  camel,
  root,
}: Pick<HttpApi, 'source' | 'name' | 'camel'> & {
  readonly places: readonly CorsPlace[];
  readonly root: YAMLMap;
}): HttpApi {
  const said = places.filter(({ root: top, path }) => nodeAt(top, ...path) !== null);
  return {
    kind: 'http',
    source,
    name,
    hosts: [],
    cors: corsOf(said.flatMap(({ root: top, path }) => nodeAt(top, ...path) ?? [])),
    said,
    place: said.at(-1) ?? places.at(-1)!,
    camel,
    routes: null,
    definedElsewhere: false,
    span: spanOf(root),
  };
}

function templateApis(root: YAMLMap, resources: readonly Resource[]): readonly Api[] {
  const http = resources.flatMap((resource) => {
    const hosts = domainsOf(resources, resource.id);
    if (resource.type === 'AWS::ApiGatewayV2::Api') {
      if (knownText(resource.node, 'Properties', 'ProtocolType') === 'WEBSOCKET') return [];
      return [{ ...rawApi(resource, resources), hosts }];
    }
    if (resource.type !== 'AWS::Serverless::HttpApi') return [];
    const own = knownText(resource.node, 'Properties', 'Domain', 'DomainName');
    return [
      { ...samApi(root, resource, resources), hosts: own === null ? hosts : [own, ...hosts] },
    ];
  });
  const implicit = samRoutes(root, resources, null);
  return [
    ...http,
    ...(implicit.length > 0 ? [samApi(root, null, resources)] : []),
    ...restApisOf(root, resources),
  ];
}

function rawApi({ id, node }: Resource, resources: readonly Resource[]): HttpApi {
  const properties = { root: node, path: ['Properties', 'CorsConfiguration'] };
  const inline = { root: node, path: ['Properties', 'Body', 'x-amazon-apigateway-cors'] };
  const camel = nodeAt(node, ...inline.path) !== null;
  const places = [camel ? inline : properties];
  const quick = nodeAt(node, 'Properties', 'Target');
  const body = nodeAt(node, 'Properties', 'Body');
  const found = templateRoutes(resources, id);
  const target = { method: 'ANY', path: null, guarded: false, node, span: spanOf(quick) };
  return {
    ...httpApi({ source: 'template', name: id, places, camel, root: node }),
    routes: [
      ...(quick === null ? [] : [target]),
      ...found,
      ...(body === null ? [] : openApiRoutes(body)),
    ],
  };
}

function samApi(root: YAMLMap, resource: Resource | null, resources: readonly Resource[]): HttpApi {
  const global = { root, path: ['Globals', 'HttpApi', 'CorsConfiguration'] };
  const name = resource?.id ?? 'ServerlessHttpApi';
  const node = resource?.node ?? root;
  const own = { root: node, path: ['Properties', 'CorsConfiguration'] };
  const places = resource === null ? [global] : [global, own];
  return {
    ...httpApi({ source: 'sam', name, places, camel: false, root: node }),
    routes: [
      ...samRoutes(root, resources, resource),
      ...openApiRoutes(nodeAt(node, 'Properties', 'DefinitionBody')),
    ],
    definedElsewhere: resource !== null && nodeAt(node, 'Properties', 'DefinitionUri') !== null,
  };
}

/** The custom domain names that are mapped to an API. */
function domainsOf(resources: readonly Resource[], id: string): readonly string[] {
  return resources
    .filter(
      ({ type, node }) =>
        type === 'AWS::ApiGatewayV2::ApiMapping' &&
        referred(nodeAt(node, 'Properties', 'ApiId')) === id,
    )
    .flatMap(({ node }) => {
      const name = nodeAt(node, 'Properties', 'DomainName');
      const named = resources.find((each) => each.id === referred(name));
      return knownText(name) ?? knownText(named?.node ?? null, 'Properties', 'DomainName') ?? [];
    });
}

/** The API that answers a host: the only one, or the one that has the name. */
export function apiFor(apis: readonly Api[], hostname: string): Api | null {
  const [only, ...more] = apis;
  const named = apis.find(({ hosts }) => hosts.includes(hostname));
  return named ?? (more.length === 0 ? (only ?? null) : null);
}
