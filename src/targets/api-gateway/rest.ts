import { isMap, type Node, type YAMLMap } from 'yaml';
import { knownText, type Resource } from '../support/cloudformation/template.js';
import { nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { SimulatedHeader, Span } from '../target.js';
import type { Entry } from './cors.js';
import { samRoutes } from './find-routes.js';
import type { ApiRoute } from './routes.js';

/**
 * A REST API. SAM makes a method OPTIONS of its Cors that answers by itself; all
 * other answers are the service's.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
 */
export interface RestApi {
  readonly kind: 'rest';
  readonly name: string;
  readonly hosts: readonly string[];
  /** Null where it has none, or is no API of SAM. */
  readonly cors: RestCors | null;
  readonly routes: readonly ApiRoute[];
  /** Whether preflights come to its default authorizer, too. */
  readonly guardsPreflights: boolean;
  readonly span: Span;
}

/** The Cors of a REST API of SAM, as texts of the template: with quotes within. */
export interface RestCors {
  readonly span: Span;
  readonly node: Node;
  readonly origin: Entry | null;
  readonly methods: Entry | null;
  readonly headers: Entry | null;
  readonly maxAge: Entry | null;
  readonly credentials: boolean;
}

/** All REST APIs of a template. */
export function restApisOf(root: YAMLMap, resources: readonly Resource[]): readonly RestApi[] {
  const own = resources.flatMap((resource): RestApi[] => {
    if (resource.type === 'AWS::Serverless::Api') return [samRest(root, resource, resources)];
    if (resource.type !== 'AWS::ApiGateway::RestApi') return [];
    const span = spanOf(resource.node);
    const { id: name } = resource;
    return [
      { kind: 'rest', name, hosts: [], cors: null, routes: [], guardsPreflights: false, span },
    ];
  });
  const implicit = samRoutes(root, resources, null, 'Api').length > 0;
  return [...own, ...(implicit ? [samRest(root, null, resources)] : [])];
}

function samRest(
  root: YAMLMap,
  resource: Resource | null,
  resources: readonly Resource[],
): RestApi {
  const properties = nodeAt(resource?.node ?? null, 'Properties');
  const globals = nodeAt(root, 'Globals', 'Api');
  const either = (...path: readonly string[]): string | null =>
    textAt(properties, ...path) ?? textAt(globals, ...path);
  const host = knownText(properties, 'Domain', 'DomainName');
  const cors = restCors(nodeAt(properties, 'Cors') ?? nodeAt(globals, 'Cors'));
  return {
    kind: 'rest',
    name: resource?.id ?? 'ServerlessRestApi',
    hosts: host === null ? [] : [host],
    cors,
    routes: samRoutes(root, resources, resource, 'Api'),
    guardsPreflights:
      either('Auth', 'DefaultAuthorizer') !== null &&
      either('Auth', 'AddDefaultAuthorizerToCorsPreflight') !== 'false',
    span: resource === null ? spanOf(globals ?? root) : spanOf(resource.node),
  };
}

function restCors(node: Node | null): RestCors | null {
  if (node === null) return null;
  const entry = (name: string): Entry | null => {
    const text = knownText(node, name);
    return text === null ? null : { text, span: spanOf(nodeAt(node, name)) };
  };
  const text = knownText(node);
  const map = isMap(node);
  return {
    span: spanOf(node),
    node,
    origin: map || text === null ? entry('AllowOrigin') : { text, span: spanOf(node) },
    methods: entry('AllowMethods'),
    headers: entry('AllowHeaders'),
    maxAge: entry('MaxAge'),
    credentials: knownText(node, 'AllowCredentials') === 'true',
  };
}

/** What a value says without the quotes within; null for one without, which API Gateway takes for an expression. */
export function literal(entry: Entry | null): string | null {
  return /^'(.*)'$/s.exec(entry?.text ?? '')?.[1] ?? null;
}

/** What the method OPTIONS of a path answers with, to every origin. */
export function preflightHeaders(
  cors: RestCors,
  routes: readonly ApiRoute[],
): readonly SimulatedHeader[] {
  const given: readonly (readonly [string, string])[] = [
    ['Access-Control-Allow-Origin', literal(cors.origin) ?? ''],
    ['Access-Control-Allow-Methods', literal(cors.methods) ?? methodsOf(routes)],
    ['Access-Control-Allow-Headers', literal(cors.headers) ?? ''],
    ['Access-Control-Max-Age', literal(cors.maxAge) ?? ''],
    ['Access-Control-Allow-Credentials', cors.credentials ? 'true' : ''],
  ];
  return given.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, span: cors.span }]));
}

/** Without AllowMethods: those of the path, and OPTIONS. */
function methodsOf(routes: readonly ApiRoute[]): string {
  const all = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
  const own = routes.map(({ method }) => method);
  return own.includes('ANY')
    ? all.join(',')
    : [...new Set([...own, 'OPTIONS'])].toSorted().join(',');
}
